package dev.graft.engine;

import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * While open, products on this thread are computed in bf16 from fp32 weights; with {@link Precision#FP32} in
 * fp32, whatever was on around it. Forward and loss belong inside, {@link Tensor#backward} outside.
 */
public final class Autocast implements AutoCloseable {
    private final Precision precision;
    private final DeviceType device;
    private final boolean before;
    private final ScalarType typeBefore;

    private Autocast(Precision precision) {
        Engine.start();
        this.precision = precision;
        device = Engine.onCuda() ? DeviceType.CUDA : DeviceType.CPU;
        before = torch.is_autocast_enabled(device);
        typeBefore = torch.get_autocast_dtype(device);
        torch.set_autocast_enabled(device, precision == Precision.BF16);
        if (precision == Precision.BF16) {
            torch.set_autocast_dtype(device, ScalarType.BFloat16);
            torch.increment_nesting();
        }
    }

    public static Autocast open(Precision precision) {
        return new Autocast(precision);
    }

    /** Whether products on this thread are computed in bf16 now. */
    public static boolean on() {
        return torch.is_autocast_enabled(Engine.onCuda() ? DeviceType.CUDA : DeviceType.CPU);
    }

    @Override
    public void close() {
        if (precision == Precision.BF16) {
            if (torch.decrement_nesting() == 0) {
                torch.clear_cache(); // the bf16 copies of the weights
            }
            torch.set_autocast_dtype(device, typeBefore);
        }
        torch.set_autocast_enabled(device, before);
    }
}
