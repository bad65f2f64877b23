package dev.graft.weights;

import dev.graft.base.BadInput;
import dev.graft.base.DType;
import dev.graft.weights.Pickled.Name;
import dev.graft.weights.Pickled.Storage;
import dev.graft.weights.Pickled.Tuple;
import dev.graft.weights.Pickled.View;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The names of Python's that a pickle of weights may use, twenty in all, and what each stands for here. Nothing that has
 * such a name is ever loaded or run.
 */
final class TorchNames {
    static final String MEND = "in Python, where you trust the file, torch.save(model.state_dict(), 'weights.pth') "
            + "writes one that Graft reads";

    private static final Map<String, DType> STORAGES = Map.of(
            "torch.FloatStorage",
            DType.F32,
            "torch.DoubleStorage",
            DType.F64,
            "torch.HalfStorage",
            DType.F16,
            "torch.BFloat16Storage",
            DType.BF16,
            "torch.LongStorage",
            DType.I64,
            "torch.IntStorage",
            DType.I32,
            "torch.ShortStorage",
            DType.I16,
            "torch.CharStorage",
            DType.I8,
            "torch.ByteStorage",
            DType.U8,
            "torch.BoolStorage",
            DType.BOOL);

    private static final String DICT = "collections.OrderedDict";
    private static final String TENSOR_V2 = "torch._utils._rebuild_tensor_v2";
    private static final String TENSOR = "torch._utils._rebuild_tensor";
    private static final String PARAMETER = "torch._utils._rebuild_parameter";
    private static final String PARAMETER_WITH_STATE = "torch._utils._rebuild_parameter_with_state";
    private static final String SIZE = "torch.Size";
    private static final String DEVICE = "torch.device";
    private static final Set<String> CALLS =
            Set.of(DICT, TENSOR_V2, TENSOR, PARAMETER, PARAMETER_WITH_STATE, SIZE, DEVICE);
    private static final Set<String> TYPES = Set.of("torch.float32", "torch.float16", "torch.bfloat16");

    private final PickleStack stack;
    private final Map<String, Storage> storages = new HashMap<>();

    /** @param stack whose budget it draws on, and whose refusals name the place */
    TorchNames(PickleStack stack) {
        this.stack = stack;
    }

    Name named(String module, String name) throws BadInput {
        String full = module + "." + name;
        boolean dotted = name.indexOf('.') >= 0; // else a name could be split in two ways
        if (dotted || !STORAGES.containsKey(full) && !CALLS.contains(full) && !TYPES.contains(full)) {
            throw stack.bad("asks for '" + full + "', which Graft never loads or runs: only tensors, numbers and texts "
                    + "in dicts and lists are read, not pickled models or other objects; " + MEND);
        }
        return new Name(full);
    }

    /** What a call gives. */
    Object built(Name called, List<Object> arguments) throws BadInput {
        return switch (called.text()) {
            case DICT -> dict(arguments);
            case TENSOR_V2 -> view(arguments, 6, 7);
            case TENSOR -> view(arguments, 4, 4);
            case PARAMETER -> parameter(arguments, 3);
            case PARAMETER_WITH_STATE -> parameter(arguments, 4);
            case SIZE -> new Tuple(tuple(argument(arguments, 0)).values());
            case DEVICE -> Pickled.NOTHING;
            default -> throw stack.bad("calls '" + called.text() + "', which is no function");
        };
    }

    /** Empty, or of a list of pairs as Python 2 wrote it. */
    private Map<Object, Object> dict(List<Object> arguments) throws BadInput {
        Map<Object, Object> dict = new LinkedHashMap<>();
        expect(arguments.size() <= 1, DICT, arguments);
        for (Object pair : arguments.isEmpty() ? List.of() : list(arguments.get(0))) {
            stack.charge(PickleStack.CELL);
            List<?> both = list(pair);
            expect(both.size() == 2 && both.get(0) instanceof String, DICT, arguments);
            expect(dict.put(both.get(0), both.get(1)) == null, DICT, arguments);
        }
        return dict;
    }

    private View parameter(List<Object> arguments, int count) throws BadInput {
        expect(arguments.size() == count && arguments.get(0) instanceof View, PARAMETER, arguments);
        return (View) arguments.get(0);
    }

    private View view(List<Object> arguments, int least, int most) throws BadInput {
        boolean fits = arguments.size() >= least
                && arguments.size() <= most
                && arguments.get(0) instanceof Storage
                && arguments.get(1) instanceof Long;
        expect(fits, TENSOR, arguments);
        Storage storage = (Storage) arguments.get(0);
        long[] sizes = numbers(arguments.get(2));
        long[] strides = numbers(arguments.get(3));
        String problem = Strides.problem(storage.count(), (long) arguments.get(1), sizes, strides);
        if (!problem.isEmpty()) {
            throw stack.bad("has a tensor " + problem);
        }
        return new View(storage, (long) arguments.get(1), sizes, strides);
    }

    /** From ('storage', type, key, place, count) and, in old files, a sixth that must be None. */
    Storage storage(Object id) throws BadInput {
        List<Object> values = tuple(id).values();
        if (!values.isEmpty() && values.get(0).equals("module")) {
            throw stack.bad("is of a whole model with its code, which Graft never runs; " + MEND);
        }
        boolean fits = values.size() >= 5
                && values.get(0).equals("storage")
                && values.get(1) instanceof Name name
                && STORAGES.containsKey(name.text())
                && values.get(2) instanceof String
                && values.get(4) instanceof Long count
                && count >= 0
                && (values.size() == 5 || values.size() == 6 && values.get(5) == Pickled.NOTHING);
        expect(fits, "storage", values);
        DType type = STORAGES.get(((Name) values.get(1)).text());
        Storage storage = new Storage((String) values.get(2), type, (long) values.get(4));
        Storage known = storages.putIfAbsent(storage.key(), storage);
        if (known != null && !known.equals(storage)) {
            throw stack.bad("says two things of storage '" + storage.key() + "'");
        }
        return storage;
    }

    private long[] numbers(Object value) throws BadInput {
        List<?> values = list(value);
        expect(values.size() <= TensorNames.MOST_SIZES, TENSOR, values);
        stack.charge(8L * values.size());
        long[] numbers = new long[values.size()];
        for (int i = 0; i < numbers.length; i++) {
            expect(values.get(i) instanceof Long, TENSOR, values);
            numbers[i] = (long) values.get(i);
        }
        return numbers;
    }

    private Object argument(List<Object> arguments, int index) throws BadInput {
        expect(index < arguments.size(), "function", arguments);
        return arguments.get(index);
    }

    private Tuple tuple(Object value) throws BadInput {
        if (value instanceof Tuple tuple) {
            return tuple;
        }
        throw stack.bad("has " + Pickled.kind(value) + " where a tuple is needed");
    }

    private List<?> list(Object value) throws BadInput {
        return value instanceof List<?> list ? list : tuple(value).values();
    }

    private void expect(boolean holds, String what, List<?> given) throws BadInput {
        if (!holds) {
            String kinds =
                    String.join(", ", given.stream().limit(8).map(Pickled::kind).toList());
            throw stack.bad("makes a " + what.substring(what.lastIndexOf('.') + 1) + " of (" + kinds
                    + "), which cannot be; the file is damaged");
        }
    }
}
