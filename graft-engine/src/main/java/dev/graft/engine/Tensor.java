package dev.graft.engine;

import dev.graft.base.DType;
import dev.graft.base.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Storage;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * An array of numbers in native memory, recorded for gradients where asked. It belongs to the {@link Scope} that was
 * innermost when it was made. Operations give new tensors; those that end in {@code InPlace} change this one. Axes
 * count from 0, negative ones from the end.
 */
public final class Tensor implements AutoCloseable {
    private final org.bytedeco.pytorch.Tensor raw;

    private Tensor(org.bytedeco.pytorch.Tensor raw) {
        this.raw = raw;
    }

    org.bytedeco.pytorch.Tensor raw() {
        return raw;
    }

    /** Runs one native operation: its result belongs to the innermost scope, its failure names it and its operands. */
    static Tensor op(String name, Supplier<org.bytedeco.pytorch.Tensor> body, Tensor... operands) {
        Scope.require(name);
        try {
            return new Tensor(body.get());
        } catch (RuntimeException e) {
            throw e instanceof EngineException known ? known : EngineException.of(name, operands, e);
        }
    }

    // ---- made from Java

    public static Tensor zeros(long... shape) {
        return op("zeros", () -> torch.zeros(shape)).onDevice();
    }

    /** Zeros of another's shape and type, in its order in memory. */
    public static Tensor zerosLike(Tensor other) {
        return op("zerosLike", () -> torch.zeros_like(other.raw), other);
    }

    public static Tensor ones(long... shape) {
        return op("ones", () -> torch.ones(shape)).onDevice();
    }

    /** Normal numbers of mean 0 and deviation 1, from the generator that {@link Engine#seed} set. */
    public static Tensor normal(long... shape) {
        return op("normal", () -> torch.randn(shape)).onDevice();
    }

    /** Numbers equally likely in [low, high), from the generator that {@link Engine#seed} set. */
    public static Tensor uniform(double low, double high, long... shape) {
        return op("uniform", () -> torch.rand(shape)).onDevice().mul(high - low).add(low);
    }

    /** @param data row after row, as many as the shape holds */
    public static Tensor of(float[] data, long... shape) {
        fits(data.length, shape);
        return op("of", () -> {
                    org.bytedeco.pytorch.Tensor t = torch.empty(shape);
                    t.data_ptr_float().put(data);
                    return t;
                })
                .onDevice();
    }

    public static Tensor of(double[] data, long... shape) {
        fits(data.length, shape);
        return op("of", () -> {
                    org.bytedeco.pytorch.Tensor t =
                            torch.empty(shape, new TensorOptions(ScalarType.Double), noFormat());
                    t.data_ptr_double().put(data);
                    return t;
                })
                .onDevice();
    }

    public static Tensor of(long[] data, long... shape) {
        fits(data.length, shape);
        return op("of", () -> {
                    org.bytedeco.pytorch.Tensor t = torch.empty(shape, new TensorOptions(ScalarType.Long), noFormat());
                    t.data_ptr_long().put(data);
                    return t;
                })
                .onDevice();
    }

    /** Copies raw little-endian bytes of the stated type. */
    public static Tensor of(ByteBuffer data, DType type, long... shape) {
        fits(data.remaining() / type.bytes(), shape);
        return op("of", () -> {
                    org.bytedeco.pytorch.Tensor t = torch.empty(shape, new TensorOptions(DTypes.raw(type)), noFormat());
                    new BytePointer(t.data_ptr())
                            .capacity(t.nbytes())
                            .asByteBuffer()
                            .put(data.duplicate());
                    return t;
                })
                .onDevice();
    }

    private static org.bytedeco.pytorch.MemoryFormatOptional noFormat() {
        return new org.bytedeco.pytorch.MemoryFormatOptional();
    }

    private static void fits(long count, long... shape) {
        long wanted = new Shape(shape).count();
        if (count != wanted) {
            throw new EngineException(
                    "a tensor " + new Shape(shape) + " holds " + wanted + " values, was given " + count);
        }
    }

    private Tensor onDevice() {
        return Engine.onCuda() ? op("cuda", raw::cuda, this) : this;
    }

    public static Tensor cat(List<Tensor> parts, int axis) {
        return op("cat", () -> torch.cat(vector(parts), axis), parts.toArray(Tensor[]::new));
    }

    public static Tensor stack(List<Tensor> parts, int axis) {
        return op("stack", () -> torch.stack(vector(parts), axis), parts.toArray(Tensor[]::new));
    }

    static TensorVector vector(List<Tensor> parts) {
        return new TensorVector(parts.stream().map(Tensor::raw).toArray(org.bytedeco.pytorch.Tensor[]::new));
    }

    // ---- facts

    public Shape shape() {
        return new Shape(raw.shape());
    }

    public long size(int axis) {
        return raw.size(axis);
    }

    public long count() {
        return raw.numel();
    }

    public DType dtype() {
        return DTypes.of(raw.scalar_type());
    }

    /** Whether only some rows are held, the others being 0: as gradients of embeddings are. */
    public boolean isSparse() {
        return raw.is_sparse();
    }

    public boolean isFreed() {
        return raw.isNull();
    }

    // ---- out to Java

    /** The values row after row, widened or narrowed to float. */
    public float[] toFloats() {
        try (Scope scope = Scope.open()) {
            org.bytedeco.pytorch.Tensor plain = plain(ScalarType.Float);
            float[] out = new float[Math.toIntExact(plain.numel())];
            FloatPointer data = plain.data_ptr_float();
            data.get(out);
            return out;
        }
    }

    public double[] toDoubles() {
        try (Scope scope = Scope.open()) {
            org.bytedeco.pytorch.Tensor plain = plain(ScalarType.Double);
            double[] out = new double[Math.toIntExact(plain.numel())];
            DoublePointer data = plain.data_ptr_double();
            data.get(out);
            return out;
        }
    }

    public long[] toLongs() {
        try (Scope scope = Scope.open()) {
            org.bytedeco.pytorch.Tensor plain = plain(ScalarType.Long);
            long[] out = new long[Math.toIntExact(plain.numel())];
            LongPointer data = plain.data_ptr_long();
            data.get(out);
            return out;
        }
    }

    private org.bytedeco.pytorch.Tensor plain(ScalarType type) {
        return raw.detach().cpu().to(type).contiguous();
    }

    /** The only value of a tensor of one. */
    public double value() {
        try (Scope scope = Scope.open()) {
            return raw.item().toDouble();
        } catch (RuntimeException e) {
            throw EngineException.of("value", new Tensor[] {this}, e);
        }
    }

    /** The raw bytes, row after row, in the tensor's own type; valid while this tensor lives and its scope is open. */
    public ByteBuffer bytes() {
        Tensor plain = op("bytes", () -> raw.detach().cpu().contiguous(), this);
        return new BytePointer(plain.raw.data_ptr())
                .capacity(plain.raw.nbytes())
                .asByteBuffer()
                .order(java.nio.ByteOrder.LITTLE_ENDIAN);
    }

    /** Puts bytes where they are wanted. */
    public interface Filling {
        void fill(ByteBuffer bytes) throws IOException;
    }

    /** Overwrites the values with raw little-endian bytes, row after row, in the tensor's own type. */
    public void fillInPlace(Filling filling) throws IOException {
        try (Scope scope = Scope.open()) {
            Tensor plain = op("fillInPlace", () -> raw.detach().cpu().contiguous(), this);
            filling.fill(plain.bytes());
            if (!plain.raw.data_ptr().equals(raw.data_ptr())) {
                copyInPlace(plain);
            }
        }
    }

    // ---- gradients

    /** Marks this as something to be learned, or no longer. */
    public Tensor requiresGrad(boolean on) {
        raw.set_requires_grad(on);
        return this;
    }

    public boolean requiresGrad() {
        return raw.requires_grad();
    }

    /** Adds the gradients of this single value to all that it was made from. */
    public void backward() {
        try {
            raw.backward();
        } catch (RuntimeException e) {
            throw EngineException.of("backward", new Tensor[] {this}, e);
        }
    }

    /**
     * The gradients of this single value with respect to some tensors, kept nowhere else, so that several threads may ask
     * for those of the same tensors. Each has memory of its own and may be changed in place.
     *
     * @return one for each, empty where this value does not depend on it
     */
    public List<Optional<Tensor>> gradients(List<Tensor> by) {
        try {
            TensorVector found =
                    torch.grad(vector(List.of(this)), vector(by), new TensorVector(), new BoolOptional(), false, true);
            List<Optional<Tensor>> gradients = new ArrayList<>();
            Set<Long> taken = new HashSet<>();
            for (int i = 0; i < by.size(); i++) {
                var gradient = new org.bytedeco.pytorch.Tensor(found.get(i)); // the list's own goes with the list
                gradients.add(gradient.defined() ? Optional.of(new Tensor(own(gradient, taken))) : Optional.empty());
            }
            return gradients;
        } catch (RuntimeException e) {
            throw EngineException.of("gradients", new Tensor[] {this}, e);
        }
    }

    /** An addition hands one gradient on to both of its terms, a concatenation hands on parts of it. */
    private static org.bytedeco.pytorch.Tensor own(org.bytedeco.pytorch.Tensor gradient, Set<Long> taken) {
        if (gradient.is_sparse()) {
            return gradient;
        }
        try (Storage memory = gradient.storage()) {
            boolean alone = memory.nbytes() == gradient.nbytes()
                    && taken.add(memory.data().address());
            return alone ? gradient : gradient.clone();
        }
    }

    /** Whether a gradient has been computed since it was last cleared. */
    public boolean hasGradient() {
        try (Scope scope = Scope.open()) {
            return raw.grad().defined();
        }
    }

    public Tensor gradient() {
        return op("gradient", raw::grad, this);
    }

    /** Sets what {@link #gradient()} gives, of this tensor's shape. */
    public void gradient(Tensor gradient) {
        try (Scope scope = Scope.open()) {
            raw.mutable_grad().put(gradient.raw);
        }
    }

    public void clearGradient() {
        try (Scope scope = Scope.open()) {
            raw.mutable_grad().put(new org.bytedeco.pytorch.Tensor());
        }
    }

    /** The same values without their history. */
    public Tensor detach() {
        return op("detach", raw::detach, this);
    }

    public Tensor copy() {
        return op("copy", () -> raw.detach().clone(), this);
    }

    // ---- arithmetic

    public Tensor add(Tensor other) {
        return op("add", () -> raw.add(other.raw), this, other);
    }

    public Tensor add(double value) {
        return op("add", () -> raw.add(new Scalar(value)), this);
    }

    public Tensor sub(Tensor other) {
        return op("sub", () -> raw.sub(other.raw), this, other);
    }

    public Tensor mul(Tensor other) {
        return op("mul", () -> raw.mul(other.raw), this, other);
    }

    public Tensor mul(double value) {
        return op("mul", () -> raw.mul(new Scalar(value)), this);
    }

    public Tensor div(Tensor other) {
        return op("div", () -> raw.div(other.raw), this, other);
    }

    public Tensor matmul(Tensor other) {
        return op("matmul", () -> raw.matmul(other.raw), this, other);
    }

    public Tensor sqrt() {
        return op("sqrt", raw::sqrt, this);
    }

    public Tensor square() {
        return op("square", raw::square, this);
    }

    public Tensor exp() {
        return op("exp", raw::exp, this);
    }

    public Tensor sigmoid() {
        return op("sigmoid", raw::sigmoid, this);
    }

    public Tensor tanh() {
        return op("tanh", raw::tanh, this);
    }

    public Tensor relu() {
        return op("relu", raw::relu, this);
    }

    /** The exact form, by the error function. */
    public Tensor gelu() {
        return op("gelu", () -> torch.gelu(raw), this);
    }

    public Tensor softmax(int axis) {
        return op("softmax", () -> torch.softmax(raw, axis), this);
    }

    public Tensor logSoftmax(int axis) {
        return op("logSoftmax", () -> torch.log_softmax(raw, axis), this);
    }

    /** ln(1 + e^x), without overflow. */
    public Tensor softplus() {
        return op("softplus", () -> torch.softplus(raw), this);
    }

    /** Not below {@code low}. */
    public Tensor atLeast(double low) {
        return op("atLeast", () -> raw.clamp_min(new Scalar(low)), this);
    }

    /** {@code value} where {@code mask} holds, else what stands here. */
    public Tensor filled(Tensor mask, double value) {
        return op("filled", () -> raw.masked_fill(mask.raw, new Scalar(value)), this, mask);
    }

    public Tensor equalTo(double value) {
        return op("equalTo", () -> raw.eq(new Scalar(value)), this);
    }

    // ---- in place, outside of gradients

    public Tensor copyInPlace(Tensor from) {
        try (Scope scope = Scope.open();
                NoGrad off = NoGrad.open()) {
            op("copyInPlace", () -> raw.copy_(from.raw), this, from);
        }
        return this;
    }

    public Tensor addInPlace(Tensor other, double times) {
        try (Scope scope = Scope.open();
                NoGrad off = NoGrad.open()) {
            op("addInPlace", () -> raw.add_(other.raw, new Scalar(times)), this, other);
        }
        return this;
    }

    /** All values become 0. */
    public Tensor clearInPlace() {
        try (Scope scope = Scope.open();
                NoGrad off = NoGrad.open()) {
            op("clearInPlace", raw::zero_, this);
        }
        return this;
    }

    public Tensor mulInPlace(double value) {
        try (Scope scope = Scope.open();
                NoGrad off = NoGrad.open()) {
            op("mulInPlace", () -> raw.mul_(new Scalar(value)), this);
        }
        return this;
    }

    // ---- sums

    public Tensor sum() {
        return op("sum", raw::sum, this);
    }

    public Tensor mean() {
        return op("mean", raw::mean, this);
    }

    public Tensor sum(int axis, boolean keep) {
        return op("sum", () -> raw.sum(new long[] {axis}, keep, new ScalarTypeOptional()), this);
    }

    public Tensor mean(int axis, boolean keep) {
        return op("mean", () -> raw.mean(new long[] {axis}, keep, new ScalarTypeOptional()), this);
    }

    /** The largest along an axis. */
    public Tensor max(int axis, boolean keep) {
        return op("max", () -> raw.amax(new long[] {axis}, keep), this);
    }

    /** Where the largest along an axis stands. */
    public Tensor argmax(int axis) {
        return op("argmax", () -> raw.argmax(new LongOptional(axis), false), this);
    }

    /** Euclidean length along an axis, kept as a size of 1. */
    public Tensor norm(int axis) {
        return op(
                "norm",
                () -> raw.square()
                        .sum(new long[] {axis}, true, new ScalarTypeOptional())
                        .sqrt(),
                this);
    }

    // ---- shape

    public Tensor reshape(long... shape) {
        return op("reshape", () -> raw.reshape(shape), this);
    }

    public Tensor transpose(int a, int b) {
        return op("transpose", () -> raw.transpose(a, b), this);
    }

    public Tensor unsqueeze(int axis) {
        return op("unsqueeze", () -> raw.unsqueeze(axis), this);
    }

    /** Entries {@code from} up to {@code from + length} of an axis. */
    public Tensor narrow(int axis, long from, long length) {
        return op("narrow", () -> raw.narrow(axis, from, length), this);
    }

    /** Entry {@code at} of an axis, which falls away. */
    public Tensor select(int axis, long at) {
        return op("select", () -> raw.select(axis, at), this);
    }

    /** The entries of an axis that {@code indices} (I64) names. */
    public Tensor pick(int axis, Tensor indices) {
        return op("pick", () -> raw.index_select(axis, indices.raw), this, indices);
    }

    public Tensor contiguous() {
        return op("contiguous", raw::contiguous, this);
    }

    public Tensor to(DType type) {
        return op("to", () -> raw.to(DTypes.raw(type)), this);
    }

    /** Whether all values are finite. */
    public boolean isFinite() {
        try (Scope scope = Scope.open()) {
            Tensor values = detach();
            return Double.isFinite(values.sum().value()) // one quick pass, which huge values may overflow
                    || op("isFinite", () -> torch.isfinite(values.raw).all(), this)
                                    .value()
                            != 0;
        }
    }

    /** Whether shape, type and every bit of a value are equal. */
    public boolean sameAs(Tensor other) {
        return Arrays.equals(raw.shape(), other.raw.shape()) && dtype() == other.dtype() && raw.equal(other.raw);
    }

    @Override
    public void close() {
        raw.close();
    }

    @Override
    public String toString() {
        return isFreed() ? "freed tensor" : dtype() + shape().toString();
    }
}
