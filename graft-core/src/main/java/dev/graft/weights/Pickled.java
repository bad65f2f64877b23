package dev.graft.weights;

import dev.graft.base.DType;
import java.util.List;
import java.util.Map;

/**
 * What a pickle is made of besides {@code String}, {@code Long}, {@code Double}, {@code Boolean}, {@code List} and
 * {@code Map}.
 */
final class Pickled {
    /** Python's None, and everything that is understood but that no weights need, as a device. */
    static final Object NOTHING = new Object();

    private Pickled() {}

    record Tuple(List<Object> values) {}

    /** A name of {@link TorchNames}, as {@code torch.FloatStorage}. */
    record Name(String text) {}

    /**
     * A run of elements that tensors are views of.
     *
     * @param key its name in the file
     * @param count of elements
     */
    record Storage(String key, DType type, long count) {}

    /** @param offset of the first element in the storage; all that the strides reach was checked to lie within it */
    record View(Storage storage, long offset, long[] sizes, long[] strides) {}

    /** What a value is, for a message. */
    static String kind(Object value) {
        if (value instanceof Name name) {
            return "'" + name.text() + "'";
        }
        return value instanceof String
                ? "a text"
                : value instanceof Number || value instanceof Boolean
                        ? "a number"
                        : value instanceof List || value instanceof Tuple
                                ? "a list"
                                : value instanceof Map
                                        ? "a dict"
                                        : value instanceof View
                                                ? "a tensor"
                                                : value instanceof Storage ? "a storage" : "nothing of use";
    }
}
