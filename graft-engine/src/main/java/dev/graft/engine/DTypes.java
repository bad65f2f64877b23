package dev.graft.engine;

import dev.graft.base.DType;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Our element types as LibTorch's and back. */
final class DTypes {
    private DTypes() {}

    static ScalarType raw(DType type) {
        return switch (type) {
            case BOOL -> ScalarType.Bool;
            case U8 -> ScalarType.Byte;
            case I8 -> ScalarType.Char;
            case I16 -> ScalarType.Short;
            case I32 -> ScalarType.Int;
            case I64 -> ScalarType.Long;
            case F16 -> ScalarType.Half;
            case BF16 -> ScalarType.BFloat16;
            case F32 -> ScalarType.Float;
            case F64 -> ScalarType.Double;
        };
    }

    static DType of(ScalarType type) {
        for (DType known : DType.values()) {
            if (raw(known).value == type.intern().value) {
                return known;
            }
        }
        throw new EngineException("the engine gave a tensor of type " + type + ", which Graft does not use");
    }
}
