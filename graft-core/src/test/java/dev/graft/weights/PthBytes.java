package dev.graft.weights;

import static dev.graft.weights.PickleText.dict;
import static dev.graft.weights.PickleText.numbers;
import static dev.graft.weights.PickleText.storage;
import static dev.graft.weights.PickleText.text;
import static dev.graft.weights.PickleText.view;

import dev.graft.base.DType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Files as PyTorch saves a network's state. */
public final class PthBytes {
    private PthBytes() {}

    /** @param tensors of float32 and int64 */
    public static byte[] of(List<TensorData> tensors) throws IOException {
        List<String> state = new ArrayList<>();
        List<String> storages = new ArrayList<>();
        for (TensorData tensor : tensors) {
            TensorEntry entry = tensor.entry();
            String type = entry.type() == DType.I64 ? "LongStorage" : "FloatStorage";
            long[] sizes = entry.shape().sizes();
            state.add(text(entry.name()));
            state.add(view(
                    storage(
                            Integer.toString(storages.size()),
                            type,
                            entry.shape().count()),
                    0,
                    numbers(sizes),
                    numbers(strides(sizes))));
            storages.add(string(tensor.bytes().get()));
        }
        return ZipText.pth(dict(state.toArray(String[]::new)), storages.toArray(String[]::new))
                .bytes();
    }

    private static long[] strides(long[] sizes) {
        long[] strides = new long[sizes.length];
        long stride = 1;
        for (int i = sizes.length - 1; i >= 0; i--) {
            strides[i] = stride;
            stride *= sizes[i];
        }
        return strides;
    }

    private static String string(ByteBuffer bytes) {
        byte[] all = new byte[bytes.remaining()];
        bytes.get(all);
        return new String(all, StandardCharsets.ISO_8859_1);
    }
}
