package dev.graft.train;

import dev.graft.backbone.Stages;
import dev.graft.base.Check;
import dev.graft.engine.Chance;
import dev.graft.engine.Functional;
import dev.graft.engine.NoGrad;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * At each step some weights of the body's matrices are as they were when the run began; the others are moved away from
 * there so far that in the mean over all draws nothing has changed. Source: Lee, Cho and Kang, "Mixout: Effective
 * Regularization to Finetune Large-scale Pretrained Language Models", ICLR 2020, equation 5. Tables of words, biases
 * and norms are left out, as in the authors' code.
 *
 * @param share of the weights that are set back, in [0, 1)
 */
public record Mixout(double share) implements Noise {
    public Mixout {
        Check.share("share", share);
    }

    @Override
    public Disturbance on(Fit fit, Phase phase, Map<String, Tensor> trained, Map<String, Tensor> start) {
        Map<String, Tensor> matrices = new LinkedHashMap<>();
        trained.forEach((name, weight) -> {
            if (mixes(name, weight)) {
                matrices.put(name, weight);
            }
        });
        return new Mixing(matrices, start);
    }

    private boolean mixes(String name, Tensor weight) {
        boolean table = name.contains("embedding");
        return share > 0 && weight.shape().rank() > 1 && !table && !name.startsWith(Stages.HEAD + ".");
    }

    private final class Mixing implements Disturbance {
        private final Map<String, Tensor> matrices;
        private final Map<String, Tensor> start;
        private final Map<String, Tensor> aside = new LinkedHashMap<>();
        private final Map<String, Tensor> masks = new LinkedHashMap<>();

        Mixing(Map<String, Tensor> matrices, Map<String, Tensor> start) {
            this.matrices = matrices;
            this.start = start;
        }

        /** start + mask * (weight - start), the mask being 0 or 1 / (1 - share). */
        @Override
        public void begin(long seed) {
            Chance.begin(seed);
            Averages.copy(matrices, aside);
            matrices.forEach((name, weight) -> {
                try (Scope scope = Scope.open();
                        NoGrad off = NoGrad.open()) {
                    Tensor mask = Functional.kept(weight, share);
                    masks.put(name, scope.own(mask));
                    Tensor from = start.get(name);
                    weight.copyInPlace(from.add(weight.sub(from).mul(mask)));
                }
            });
        }

        @Override
        public void end() {
            matrices.forEach((name, weight) -> {
                try (Scope scope = Scope.open()) {
                    if (weight.hasGradient()) {
                        weight.gradient(weight.gradient().mul(masks.get(name)));
                    }
                }
            });
            close();
        }

        @Override
        public void close() {
            aside.forEach((name, weight) -> matrices.get(name).copyInPlace(weight));
            aside.values().forEach(Tensor::close);
            aside.clear();
            masks.values().forEach(Tensor::close);
            masks.clear();
        }
    }
}
