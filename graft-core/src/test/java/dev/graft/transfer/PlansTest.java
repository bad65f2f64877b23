package dev.graft.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.Catalog;
import dev.graft.backbone.Stages;
import dev.graft.backbone.TinyEncoder;
import dev.graft.data.Dataset;
import dev.graft.data.Facts;
import dev.graft.data.Modality;
import dev.graft.data.Text;
import dev.graft.engine.Engine;
import dev.graft.hub.Hub;
import dev.graft.model.HeadShape;
import dev.graft.model.Model;
import dev.graft.testing.Messages;
import dev.graft.train.Averaging;
import dev.graft.train.ConvexHead;
import dev.graft.train.GradientSteps;
import dev.graft.train.PairSteps;
import dev.graft.train.Phase;
import dev.graft.train.Plan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What trains when, and how fast. */
class PlansTest {
    private static final Stages STAGES = Stages.named("stem", "layer1", "layer2");
    private static final Facts DATA = Facts.of(200, 5);

    @TempDir
    Path home;

    @Test
    void thawsOneMoreStagePerPhaseFromTheHead() {
        Plan plan = GradualUnfreeze.DEFAULTS.plan(STAGES, DATA);

        assertThat(plan.phases())
                .extracting(phase -> phase.trains().names())
                .containsExactly(
                        List.of("head"),
                        List.of("head", "layer2"),
                        List.of("head", "layer2", "layer1"),
                        List.of("head", "layer2", "layer1", "stem"));
        assertThat(plan.phases())
                .extracting(phase -> phase.length().epochs())
                .containsExactly(1, 1, 1, 15); // 100 steps
    }

    @Test
    void eachStageLearnsSlowerThanTheOneAbove() {
        Phase last = GradualUnfreeze.DEFAULTS.plan(STAGES, DATA).phases().get(3);

        double head = GradualUnfreeze.DEFAULTS.steps().rate();
        assertThat(last.rates().of("head")).isEqualTo(head);
        assertThat(last.rates().of("layer2")).isCloseTo(head / 2.6, within(1e-12));
        assertThat(last.rates().of("layer1")).isCloseTo(head / 6.76, within(1e-12));
        assertThat(last.rates().of("stem")).isCloseTo(head / 17.576, within(1e-12));

        Strategy decayed = LayerwiseDecay.DEFAULTS
                .with("rate", 0.08)
                .with("stageDecay", 0.5)
                .with("headRate", 3);
        Phase only = decayed.plan(STAGES, DATA).phases().get(0);
        assertThat(only.rates().peaks().values()).containsExactly(0.24, 0.04, 0.02, 0.01);
    }

    /** Else what few data do to each would be a matter of steps. */
    @Test
    void allThatTrainEverythingMakeAsManyStepsOnFewData() {
        Facts few = Facts.of(16, 2);
        for (Strategy strategy : List.of(
                FineTune.DEFAULTS,
                L2Sp.DEFAULTS,
                Delta.DEFAULTS,
                Bss.DEFAULTS,
                MixoutTuning.DEFAULTS,
                LayerwiseDecay.DEFAULTS,
                Lora.DEFAULTS,
                BitFit.DEFAULTS)) {
            assertThat(strategy.plan(STAGES, few).phases())
                    .as(strategy.name())
                    .extracting(phase -> phase.length().epochs())
                    .containsExactly(100);
        }
    }

    /** They grow no longer with the examples once there are enough of them, unless their number is said. */
    @ParameterizedTest
    @CsvSource({"16, 20", "160, 20", "192, 16", "616, 5", "3200, 1", "1000000, 1"})
    void pairsOfEachExampleAreFewerWhereThereAreMany(int examples, int pairs) {
        assertThat(onPairs(Contrastive.DEFAULTS, examples)).isEqualTo(pairs);
        assertThat(onPairs(Contrastive.DEFAULTS.with("pairs", 30), examples)).isEqualTo(30);
    }

    private static int onPairs(Strategy strategy, int examples) {
        Phase tuning = strategy.plan(STAGES, Facts.of(examples, 8)).phases().get(0);
        return ((PairSteps) tuning.solver()).pairs();
    }

    @Test
    void everyNameOfEitherKindOfInputIsListed() {
        assertThat(Strategies.names())
                .doesNotHaveDuplicates()
                .contains("probe", "last-N", "hybrid", "prefix", "stochnorm");
    }

    /** In whatever way the weights are trained, they can be averaged over the steps. */
    @ParameterizedTest
    @EnumSource(Modality.class)
    void allThatEndWithStepsCanAverageTheirWeights(Modality modality) {
        int averaged = 0;
        for (Strategy strategy : Strategies.all(modality)) {
            List<Phase> phases = strategy.plan(STAGES, DATA).phases();
            if (phases.get(phases.size() - 1).solver() instanceof GradientSteps) {
                assertThat(strategy.plan(STAGES, DATA).finish().averaging()).isEqualTo(Averaging.NONE);
                Strategy mean = strategy.with("average", 0.99);
                assertThat(mean.plan(STAGES, DATA).finish().averaging())
                        .as(strategy.name())
                        .isEqualTo(Averaging.moving(0.99));
                averaged++;
            }
        }
        assertThat(averaged).isGreaterThan(14);
        assertThatThrownBy(() -> Contrastive.DEFAULTS.with("average", 0.9))
                .hasMessageContaining("contrastive with a probe that is solved");
        assertThatThrownBy(() -> Contrastive.DEFAULTS.with("leastSteps", 500))
                .hasMessageContaining(
                        "headRate, headDropout, leastSteps and patience are for heads that learn by steps");
    }

    @Test
    void aPhaseOfAnotherLengthIsDisturbedAsBefore() {
        Phase phase = MixoutTuning.DEFAULTS.plan(STAGES, DATA).phases().get(0);
        assertThat(phase.noise()).isNotEmpty();
        assertThat(phase.lasting(7).noise()).isEqualTo(phase.noise());
        assertThat(phase.lasting(dev.graft.train.Length.steps(7)).noise()).isEqualTo(phase.noise());
    }

    @Test
    void aProbeComesBeforeFineTuning() {
        Plan plan = ProbeFineTune.DEFAULTS.plan(STAGES, DATA);

        assertThat(plan.phases()).hasSize(2);
        assertThat(plan.phases().get(0).solver()).isEqualTo(new ConvexHead(0));
        assertThat(plan.phases().get(0).trains().names()).containsExactly("head");
        assertThat(plan.phases().get(1).rates().peaks()).hasSize(4).containsEntry("head", 1e-4);
        assertThat(plan.finish().mix()).isEqualTo(1);
        assertThat(ProbeFineTune.DEFAULTS.mixed().plan(STAGES, DATA).finish().mix())
                .isZero();
        assertThat(ProbeFineTune.DEFAULTS.head()).isEqualTo(HeadShape.LINEAR); // nothing dropped before the body learns
    }

    @Test
    void normsKeepTheirStatisticsButForWhatBeginsAtRandom() {
        for (Strategy strategy : Strategies.all(Modality.IMAGE)) {
            boolean body = strategy.plan(STAGES, DATA).phases().stream()
                    .anyMatch(phase -> phase.trains().names().size() > 1);
            strategy.plan(STAGES, DATA).phases().stream()
                    .map(Phase::solver)
                    .filter(GradientSteps.class::isInstance)
                    .forEach(steps -> assertThat(((GradientSteps) steps).fixedNorms())
                            .as(strategy.name())
                            .isEqualTo(
                                    body && !strategy.fresh() && !(strategy instanceof StochNorm))); // draws among them
        }
        assertThat(Pretrain.DEFAULTS.plan(STAGES, DATA).phases())
                .extracting(phase -> ((GradientSteps) phase.solver()).fixedNorms())
                .containsExactly(false);
    }

    @Test
    void namesTheValueItRefuses() {
        assertThatThrownBy(() -> GradualUnfreeze.DEFAULTS.with("stageDecay", 1.5))
                .hasMessage("stageDecay must be in (0, 1], was 1.5");
        assertThatThrownBy(() -> GradualUnfreeze.DEFAULTS.with("epochsPerStage", 0))
                .hasMessage("epochsPerStage must be at least 1, was 0");
        assertThatThrownBy(() -> ProbeFineTune.DEFAULTS.with("mix", 2)).hasMessage("mix must be in [0, 1], was 2.0");
        assertThatThrownBy(() -> FineTune.DEFAULTS.with("average", 0.9).with("averageLast", 0.2))
                .hasMessageContaining("two ways to average");
    }

    @Test
    void aSettingIsTakenAsItIsOrAsItIsWritten() {
        Strategy slow = FineTune.DEFAULTS.with("rate", 3e-5).with("hidden", List.of(64, 32));

        assertThat(slow).isEqualTo(FineTune.DEFAULTS.with("rate", "3e-5").with("hidden", "64, 32"));
        assertThat(slow.rate()).isEqualTo(3e-5);
        assertThat(slow.settings()).containsEntry("hidden", List.of(64, 32)).containsEntry("leastSteps", 100);
        assertThat(slow.with("epochs", 2).settings()).containsEntry("epochs", 2).containsEntry("leastSteps", 0);
        assertThat(FineTune.DEFAULTS.rate()).isEqualTo(5e-5);
        assertThatThrownBy(() -> FineTune.DEFAULTS.with("epoch", 2))
                .hasMessageStartingWith("unknown setting of finetune 'epoch'")
                .hasMessageContaining("epochs");
        assertThatThrownBy(() -> FineTune.DEFAULTS.with("epochs", 2.5))
                .hasMessage("epochs must be a whole number, was '2.5'");
        assertThatThrownBy(Prototypes.DEFAULTS::rate).hasMessage("strategy prototypes has no learning rate");
    }

    /** The first phases of another strategy. */
    record Begun(Strategy whole, int phases) implements Strategy {
        @Override
        public String name() {
            return "begun";
        }

        @Override
        public String title() {
            return "the first phases of another strategy";
        }

        @Override
        public HeadShape head() {
            return whole.head();
        }

        @Override
        public Plan plan(Stages stages, Facts data) {
            Plan plan = whole.plan(stages, data);
            return new Plan(plan.phases().subList(0, phases), plan.finish(), plan.fresh());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void afterEachPhaseExactlyWhatWasThawedHasChanged(int phases) throws IOException {
        Engine.threads(2);
        TinyEncoder.folder(home.resolve("tiny"), 3);
        String tiny = home.resolve("tiny").toString();
        Dataset<Text> messages = Messages.some(home, 4);
        Strategy strategy = new Begun(GradualUnfreeze.DEFAULTS, phases);
        try (Model model = Transfer.from(tiny).by(strategy).run(Runs.quiet()).fit(messages, 5);
                Backbone before = Catalog.open(tiny, Hub.standard())) {
            Set<String> changed = new TreeSet<>();
            before.state().forEach((name, tensor) -> {
                if (!tensor.sameAs(model.body().state().get(name))) {
                    changed.add(name);
                }
            });
            Set<String> thawed = new TreeSet<>();
            for (int i = before.stages().count() - phases + 1;
                    i < before.stages().count();
                    i++) {
                Set<Object> learned =
                        Stream.of(before.stage(i).named().values().toArray()).collect(Collectors.toSet());
                before.state().forEach((name, tensor) -> {
                    if (learned.contains(tensor)) {
                        thawed.add(name);
                    }
                });
            }
            assertThat(changed).isEqualTo(thawed);
            assertThat(thawed.isEmpty()).isEqualTo(phases == 1);
        }
    }
}
