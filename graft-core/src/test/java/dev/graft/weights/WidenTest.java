package dev.graft.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.base.BadInput;
import dev.graft.base.DType;
import dev.graft.base.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class WidenTest {
    private static ByteBuffer bytes(Consumer<ByteBuffer> values) {
        ByteBuffer bytes = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        values.accept(bytes);
        return bytes.flip();
    }

    private static float[] floats(DType type, int count, Consumer<ByteBuffer> values) throws BadInput {
        return Widen.floats(new TensorEntry("t", type, new Shape(count)), bytes(values));
    }

    @Test
    void widensHalvesExactly() {
        assertThat(Widen.half((short) 0x3c00)).isEqualTo(1f);
        assertThat(Widen.half((short) 0xc000)).isEqualTo(-2f);
        assertThat(Widen.half((short) 0x7bff)).isEqualTo(65504f);
        assertThat(Widen.half((short) 0x0400)).isEqualTo(0x1p-14f);
        assertThat(Widen.half((short) 0x0001)).isEqualTo(0x1p-24f);
        assertThat(Widen.half((short) 0x83ff)).isEqualTo(-1023 * 0x1p-24f);
        assertThat(Float.floatToRawIntBits(Widen.half((short) 0x8000))).isEqualTo(0x8000_0000);
        assertThat(Widen.half((short) 0x7c00)).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(Widen.half((short) 0xfc00)).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(Widen.half((short) 0x7e01)).isNaN();
        for (int bits = 1; bits < 0x7c00; bits++) {
            assertThat(Widen.half((short) bits)).isGreaterThan(Widen.half((short) (bits - 1)));
        }
    }

    @Test
    void widensTheOthersAsDocumented() throws BadInput {
        assertThat(floats(DType.BF16, 2, b -> b.putShort((short) 0x3f80).putShort((short) 0xff80)))
                .containsExactly(1f, Float.NEGATIVE_INFINITY);
        assertThat(floats(DType.U8, 2, b -> b.put((byte) 255).put((byte) 0))).containsExactly(255f, 0f);
        assertThat(floats(DType.I8, 1, b -> b.put((byte) -128))).containsExactly(-128f);
        assertThat(floats(DType.I16, 1, b -> b.putShort(Short.MIN_VALUE))).containsExactly(-32768f);
        assertThat(floats(DType.I32, 1, b -> b.putInt(16_777_217))).containsExactly(16_777_216f);
        assertThat(floats(DType.I64, 1, b -> b.putLong(Long.MAX_VALUE))).containsExactly(0x1p63f);
        assertThat(floats(DType.F64, 2, b -> b.putDouble(0.1).putDouble(1e300)))
                .containsExactly(0.1f, Float.POSITIVE_INFINITY);
        assertThat(floats(DType.BOOL, 2, b -> b.put((byte) 1).put((byte) 0))).containsExactly(1f, 0f);
    }

    @Test
    void refusesATruthThatIsSeven() {
        assertThatThrownBy(() -> floats(DType.BOOL, 2, b -> b.put((byte) 1).put((byte) 7)))
                .isInstanceOf(BadInput.class)
                .hasMessageStartingWith("tensor 't', element 1: is 7, but a BOOL is 0 or 1");
    }

    @Test
    void countsWhatIsNotFinite() throws BadInput {
        TensorEntry wide = new TensorEntry("t", DType.F64, new Shape(3));
        ByteBuffer values = bytes(b -> b.putDouble(1e300).putDouble(Double.NaN).putDouble(Double.NEGATIVE_INFINITY));
        assertThat(Widen.nonFinite(wide, values)).isEqualTo(2);
    }
}
