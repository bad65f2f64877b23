package dev.graft.vision;

import dev.graft.engine.NoGrad;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import dev.graft.engine.Work;

/**
 * What a network costs.
 *
 * @param parameters that are learned
 * @param multiplyAdds multiplications, each with its addition, of one picture: in convolutions, linear layers and
 *     attention
 */
public record Cost(long parameters, long multiplyAdds) {
    /** On pictures of the usual size. */
    public static Cost of(Architecture architecture, int classes) {
        return of(architecture, classes, architecture.preparation().size());
    }

    /**
     * Counts on a network that it builds and runs once, within a second or two.
     *
     * @param classes of the classifier, 0 for the body alone
     * @param size of a side of the picture, in pixels
     */
    public static Cost of(Architecture architecture, int classes, int size) {
        int channels = architecture.preparation().channels();
        try (Network network = architecture.builder().build(channels, classes);
                Scope scope = Scope.open();
                NoGrad off = NoGrad.open()) {
            network.parameters()
                    .values()
                    .forEach(parameter -> parameter.requiresGrad(true)); // packed layers do not count
            Tensor x = Tensor.zeros(1, channels, size, size);
            long work = Work.of(() -> {
                if (classes == 0) {
                    network.features(x);
                } else {
                    network.logits(x);
                }
            });
            long parameters = network.parameters().values().stream()
                    .mapToLong(Tensor::count)
                    .sum();
            return new Cost(parameters, work);
        }
    }
}
