package dev.graft.adapter;

import dev.graft.base.BadArgument;
import dev.graft.engine.Tensor;
import dev.graft.nn.Layer;
import dev.graft.nn.Wrap;
import java.util.List;
import java.util.Map;

/** Part of an adapter: parameters, and what they do around some layers. */
abstract class Piece extends Layer {
    /** Before its parameters' names: the layer's own, with a dot. */
    abstract String prefix();

    /** The first stage of the body that it changes. */
    abstract int stage();

    abstract Map<Layer, Wrap> wraps();

    /** The same rows (R, D) before those of each example of (N, T, D). */
    static Tensor before(Tensor rows, Tensor x) {
        return Tensor.cat(List.of(each(rows, x), x), 1);
    }

    /** The same rows (R, D) after those of each example of (N, T, D). */
    static Tensor after(Tensor rows, Tensor x) {
        return Tensor.cat(List.of(x, each(rows, x)), 1);
    }

    private static Tensor each(Tensor rows, Tensor x) {
        return Tensor.zeros(x.size(0), rows.size(0), rows.size(1)).add(rows).to(x.dtype());
    }

    /** As {@link Adapter#merged()}. */
    Map<Tensor, Tensor> merged() {
        throw new BadArgument("an adapter of this kind is no change of weights, so it cannot be merged into them");
    }

    /** A piece around one layer. */
    abstract static class OfLayer extends Piece implements Wrap {
        final Site site;

        OfLayer(Site site) {
            this.site = site;
        }

        @Override
        String prefix() {
            return site.name() + ".";
        }

        @Override
        int stage() {
            return site.stage();
        }

        @Override
        Map<Layer, Wrap> wraps() {
            return Map.of(site.layer(), this);
        }
    }
}
