package dev.graft.nn;

import dev.graft.base.DType;
import dev.graft.engine.Maps;
import dev.graft.engine.Tensor;
import dev.graft.engine.Window;
import java.util.function.UnaryOperator;

/** A block without parameters that makes a map smaller, or a vector of it. */
public final class Pool extends Block {
    private final UnaryOperator<Tensor> function;

    private Pool(UnaryOperator<Tensor> function) {
        this.function = function;
    }

    /** The largest value in each window. */
    public static Pool max(Window window) {
        return new Pool(x -> Maps.maxPool(x, window));
    }

    /** The mean of each window, the zeros around the map among it. */
    public static Pool average(Window window) {
        return new Pool(x -> Maps.averagePool(x, window));
    }

    /** The means of as many regions as wanted, (N, C, size, size). */
    public static Pool adaptive(int size) {
        return new Pool(x -> Maps.adaptiveAveragePool(x, size, size));
    }

    /** The mean of each channel, (N, C) F32. */
    public static Pool global() {
        return new Pool(x -> Maps.globalAverage(x).to(DType.F32));
    }

    /** A map's values, channel after channel, (N, C H W) F32. */
    public static Pool flat() {
        return new Pool(x -> x.reshape(x.size(0), -1).to(DType.F32));
    }

    @Override
    public Tensor forward(Tensor x) {
        return function.apply(x);
    }
}
