package dev.graft.transfer;

import dev.graft.backbone.Stages;
import dev.graft.base.Check;
import dev.graft.data.Facts;
import dev.graft.model.HeadShape;
import dev.graft.train.Phase;
import dev.graft.train.Plan;
import dev.graft.train.Trains;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Thaws one more stage per phase, from the head down, each slower than the one above; each phase has a schedule of its
 * own, and the last one, with all thawed, goes on longer.
 *
 * <p>Source: Howard and Ruder, "Universal Language Model Fine-tuning for Text Classification", ACL 2018, sections 3.2
 * and 3.3.
 *
 * @param epochsPerStage passes over the data while something is still frozen, per phase, at least 1
 * @param stageDecay rate of a stage over that of the part above, the head at the top, in (0, 1]
 * @param fixedNorms as {@link FineTune} has it
 * @param steps rates, and the length of the last phase, over which weights are averaged; {@code rate} is the head's
 */
public record GradualUnfreeze(int epochsPerStage, double stageDecay, boolean fixedNorms, Steps steps)
        implements Strategy {
    public static final GradualUnfreeze DEFAULTS = new GradualUnfreeze(
            1, 1 / 2.6, true, new Steps(1e-3, 2, 32, "adamw", 0.01, "slanted", 0.1, 1, 1, 3, 1, 0.1).least(100));

    /** For pictures. */
    public static final GradualUnfreeze PICTURES = new GradualUnfreeze(
            1, 1 / 2.6, true, new Steps(2e-3, 6, 32, "adamw", 0.01, "slanted", 0.1, 1, 1, 5, 1, 0.1).least(100));

    public GradualUnfreeze {
        Check.atLeast("epochsPerStage", epochsPerStage, 1);
        Check.fraction("stageDecay", stageDecay);
    }

    @Override
    public String name() {
        return "gradual";
    }

    @Override
    public String title() {
        return "the head first, then one more stage per phase, each slower than the one above";
    }

    @Override
    public HeadShape head() {
        return new HeadShape(List.of(), steps.headDropout());
    }

    @Override
    public Plan plan(Stages stages, Facts data) {
        return Plan.of(
                steps.finish(),
                IntStream.rangeClosed(0, stages.count())
                        .mapToObj(thawed -> phase(stages, thawed, data))
                        .toArray(Phase[]::new));
    }

    private Phase phase(Stages stages, int thawed, Facts data) {
        List<String> parts = stages.top(thawed);
        Phase phase = steps.phase(new Trains(parts), steps.peaks(stages, parts, stageDecay), fixedNorms, data);
        return thawed == stages.count() ? phase : phase.lasting(epochsPerStage);
    }
}
