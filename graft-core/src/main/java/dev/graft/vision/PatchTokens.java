package dev.graft.vision;

import static dev.graft.nn.Activation.NONE;

import dev.graft.base.Check;
import dev.graft.engine.Maps;
import dev.graft.engine.Tensor;
import dev.graft.engine.Window;
import dev.graft.nn.Block;
import dev.graft.nn.Conv2d;
import dev.graft.nn.ConvNorm;
import dev.graft.nn.Initial;
import dev.graft.nn.Wraps;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** From pixels (N, C, H, W) to tokens (N, T, D): one for each patch, with its position, after those that have none. */
public final class PatchTokens extends Block {
    private static final double DEVIATION = 0.02; // of first values

    private final VisionTransformer of;
    private final Tensor classToken;
    private final Optional<Tensor> registers;
    private final Tensor positions;
    private final ConvNorm patches;

    PatchTokens(VisionTransformer of, int channels) {
        this.of = of;
        int width = of.width();
        classToken = parameter(of.names().classToken(), () -> Tensor.zeros(1, 1, width));
        registers = of.registers() == 0
                ? Optional.empty()
                : Optional.of(parameter(of.names().registers(), () -> Tensor.zeros(1, of.registers(), width)));
        positions = parameter(
                of.names().positions(), () -> Tensor.zeros(1, unpatched() + (long) of.grid() * of.grid(), width));
        Window window = Window.of(of.patch()).stride(of.patch()).padding(0);
        patches = inline(new ConvNorm(
                of.names().patches(), new Conv2d(channels, width, window, 1, true, Initial.TRANSFORMER), NONE));
    }

    /** Positions before the patches': the class token's, where there is one. */
    private int unpatched() {
        return of.registers() == 0 ? 1 : 0;
    }

    @Override
    protected void draw() {
        registers.ifPresent(PatchTokens::small);
        small(classToken);
        small(positions);
    }

    private static void small(Tensor parameter) {
        parameter.copyInPlace(Tensor.normal(parameter.shape().sizes()).mul(DEVIATION));
    }

    /** Refuses sides that do not divide into patches, and those that grow in other steps. */
    public void check(int side, int from) {
        Check.that(
                side % of.patch() == 0,
                "--size must be a multiple of " + of.patch() + ", the side of this network's patches, was " + side);
        Check.that(
                from == side,
                "--from-size is for networks of convolutions: one of patches of " + of.patch()
                        + " cannot grow with its pictures; leave it out");
    }

    /** An adapter may put rows behind those of the patches. */
    @Override
    public Tensor forward(Tensor x) {
        long height = x.size(2);
        long width = x.size(3);
        Check.that(
                height % of.patch() == 0 && width % of.patch() == 0,
                "a picture of " + width + " x " + height + " pixels does not divide into patches of " + of.patch()
                        + "; choose a size that does");
        Tensor map = patches.forward(x);
        Tensor tokens = Maps.channelsToEnd(map).reshape(x.size(0), map.size(2) * map.size(3), of.width());
        Tensor places = placed(positions, of.grid(), map.size(2), map.size(3));
        List<Tensor> all = new ArrayList<>();
        all.add(repeated(classToken, x.size(0)));
        registers.ifPresent(r -> all.add(repeated(r, x.size(0))));
        all.add(unpatched() == 0 ? tokens.add(places) : tokens);
        Tensor row = Tensor.cat(all, 1);
        return Wraps.through(this, unpatched() == 0 ? row : row.add(places), made -> made);
    }

    private static Tensor repeated(Tensor token, long times) {
        return Tensor.zeros(times, 1, 1).add(token);
    }

    /**
     * Positions that were learned on another square grid, brought to this network's by bicubic interpolation.
     *
     * @param name of the tensor, in this network
     * @param found (1, T, D)
     * @return (1, T', D); empty where these are no positions of this network's tokens
     */
    public Optional<Tensor> regridded(String name, Tensor found) {
        boolean rows = name.equals(of.names().positions())
                && found.shape().rank() == 3
                && found.size(0) == 1
                && found.size(2) == of.width();
        long grid = rows ? Math.round(Math.sqrt(Math.max(found.size(1) - unpatched(), 0))) : 0;
        return grid > 0 && grid * grid + unpatched() == found.size(1)
                ? Optional.of(placed(found, grid, of.grid(), of.grid()))
                : Optional.empty();
    }

    /** Learned positions, of a grid of this size. @param grid patches along a side that they were learned on */
    private Tensor placed(Tensor learned, long grid, long rows, long columns) {
        if (rows == grid && columns == grid) {
            return learned;
        }
        Tensor map =
                Maps.channelsFromEnd(learned.narrow(1, unpatched(), grid * grid).reshape(1, grid, grid, of.width()));
        Tensor other = Maps.bicubic(
                map, (int) rows, (int) columns, of.names().corners(), of.names().smooth());
        Tensor placed = Maps.channelsToEnd(other).reshape(1, rows * columns, of.width());
        return unpatched() == 0 ? placed : Tensor.cat(List.of(learned.narrow(1, 0, unpatched()), placed), 1);
    }
}
