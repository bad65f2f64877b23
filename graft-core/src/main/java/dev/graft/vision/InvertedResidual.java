package dev.graft.vision;

import dev.graft.engine.Tensor;
import dev.graft.nn.Block;
import dev.graft.nn.Sequential;
import dev.graft.nn.StochasticDepth;

/**
 * A block that is wide inside and narrow at its ends, with a shortcut between the narrow ends. Source: Sandler et al.,
 * "MobileNetV2", CVPR 2018, section 3.3.
 */
final class InvertedResidual extends Block {
    private final Sequential branch;
    private final boolean shortcut;
    private final StochasticDepth depth;

    /**
     * @param name of the branch in the reference library
     * @param branch ends with a convolution and its norm
     * @param shortcut whether the branch keeps the map's size and channels
     * @param drop share of the examples that leave out the branch in training, in [0, 1)
     */
    InvertedResidual(String name, Sequential branch, boolean shortcut, double drop) {
        this.branch = child(name, branch);
        this.shortcut = shortcut;
        depth = inline(new StochasticDepth(drop));
    }

    @Override
    public Tensor forward(Tensor x) {
        if (!shortcut) {
            return branch.forward(x);
        }
        return depth.training() ? depth.forward(branch.forward(x)).add(x) : branch.forward(x, x);
    }
}
