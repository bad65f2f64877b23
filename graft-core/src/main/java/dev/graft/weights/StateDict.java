package dev.graft.weights;

import dev.graft.base.BadInput;
import dev.graft.weights.Pickled.View;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The tensors of a checkpoint: its outermost dict, or the one in it that is the model's. */
final class StateDict {
    /** Where training programs put the model's state beside the optimizer's. */
    private static final List<String> USUAL =
            List.of("state_dict", "model_state_dict", "model", "module", "net", "network", "weights", "params");

    private static final int DEEPEST = 4;
    private static final int LONGEST = 4096; // characters of a name

    private final String file;
    private final SortedMap<String, View> tensors = new TreeMap<>();
    private final SortedMap<String, String> said = new TreeMap<>();
    private final SortedSet<String> unread = new TreeSet<>();
    private final Map<Object, Boolean> holding = new IdentityHashMap<>(); // whether a dict has tensors in it

    private StateDict(String file) {
        this.file = file;
    }

    static StateDict of(String file, Object root) throws BadInput {
        StateDict state = new StateDict(file);
        state.find(root, "", DEEPEST);
        return state;
    }

    SortedMap<String, View> tensors() {
        return tensors;
    }

    /** Numbers and texts beside the tensors, as the epoch. */
    SortedMap<String, String> said() {
        return said;
    }

    /** What is there besides, as the optimizer's state. */
    SortedSet<String> unread() {
        return unread;
    }

    private void find(Object value, String path, int depth) throws BadInput {
        if (!(value instanceof Map<?, ?> dict)) {
            throw new BadInput(
                    file,
                    (path.isEmpty() ? "holds " : "has in '" + path + "' ") + Pickled.kind(value)
                            + " where a dict of tensors is needed; " + TorchNames.MEND);
        }
        List<String> inner = new ArrayList<>();
        boolean here = !holdsUsual(dict, depth)
                && (dict.isEmpty() || dict.values().stream().anyMatch(View.class::isInstance));
        for (Map.Entry<?, ?> entry : dict.entrySet()) {
            if (entry.getValue() instanceof Map<?, ?> nested && !here && holdsTensors(nested, depth)) {
                inner.add(entry.getKey().toString());
            } else if (entry.getValue() instanceof View && !here) {
                unread.add(entry.getKey().toString());
            } else {
                take(entry.getKey().toString(), entry.getValue());
            }
        }
        if (!here) {
            String chosen = chosen(inner);
            inner.stream().filter(name -> !name.equals(chosen)).forEach(unread::add);
            find(nested(dict, chosen), chosen, depth - 1);
        }
    }

    /** Whether the state stands under a usual name; a tensor beside it, as the best accuracy, is none of the model's. */
    private boolean holdsUsual(Map<?, ?> dict, int depth) {
        return dict.entrySet().stream()
                .anyMatch(entry -> USUAL.contains(entry.getKey().toString())
                        && entry.getValue() instanceof Map<?, ?> nested
                        && holdsTensors(nested, depth));
    }

    private static Object nested(Map<?, ?> dict, String key) {
        return dict.entrySet().stream()
                .filter(entry -> entry.getKey().toString().equals(key))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
    }

    /** Looks at each dict once, since one may stand in many places or in itself. */
    private boolean holdsTensors(Map<?, ?> dict, int depth) {
        if (depth > 1 && holding.putIfAbsent(dict, false) == null) {
            holding.put(
                    dict,
                    dict.values().stream()
                            .anyMatch(value -> value instanceof View
                                    || value instanceof Map<?, ?> inner && holdsTensors(inner, depth - 1)));
        }
        return holding.getOrDefault(dict, false);
    }

    private String chosen(List<String> inner) throws BadInput {
        if (inner.isEmpty()) {
            throw new BadInput(file, "holds no tensors; " + TorchNames.MEND);
        }
        return USUAL.stream()
                .filter(inner::contains)
                .findFirst()
                .or(() -> inner.stream().filter(name -> inner.size() == 1).findFirst())
                .orElseThrow(() -> new BadInput(
                        file,
                        "holds several dicts of tensors, " + String.join(", ", inner) + ", none under a usual name; in "
                                + "Python, torch.save(torch.load(FILE)['" + inner.get(0)
                                + "'], 'weights.pth') picks one"));
    }

    private void take(String name, Object value) throws BadInput {
        if (name.length() > LONGEST) {
            throw new BadInput(file, "has a name of " + name.length() + " characters");
        }
        if (value instanceof View view) {
            if (tensors.size() == TensorNames.MOST || tensors.put(name, view) != null) {
                throw new BadInput(
                        file, "has tensor '" + name + "' twice, or more than " + TensorNames.MOST + " tensors");
            }
        } else if (value instanceof String || value instanceof Number || value instanceof Boolean) {
            said.put(name, value.toString());
        } else {
            unread.add(name);
        }
    }
}
