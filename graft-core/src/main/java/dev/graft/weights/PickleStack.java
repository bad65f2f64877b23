package dev.graft.weights;

import dev.graft.base.BadInput;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a pickle's instructions work on: a stack with marks and a memo, within a budget of memory. */
final class PickleStack {
    /** What a small object, or an entry of a map, takes. */
    static final int CELL = 64;

    private static final long MEMORY = 96_000_000; // bytes of ours; a tensor's instructions take 1,500
    private static final int DEEPEST = 1000;

    /** Makes a refusal that names the place. */
    interface Refusal {
        BadInput of(String problem);
    }

    private final Refusal refusal;
    private final List<Object> stack = new ArrayList<>();
    private final List<Integer> marks = new ArrayList<>(); // sizes of the stack
    private final Map<Long, Object> memo = new HashMap<>(); // a map, so that a huge index costs nothing
    private long memory = MEMORY;

    PickleStack(Refusal refusal) {
        this.refusal = refusal;
    }

    /** Takes bytes from the budget, before they are allocated. */
    void charge(long bytes) throws BadInput {
        memory -= bytes;
        expect(bytes >= 0 && memory >= 0, "needs more memory than that of any checkpoint");
    }

    void push(Object value) throws BadInput {
        charge(CELL);
        stack.add(value);
    }

    Object pop() throws BadInput {
        int least = marks.isEmpty() ? 0 : marks.get(marks.size() - 1);
        expect(stack.size() > least, "an instruction finds nothing to work on");
        return stack.remove(stack.size() - 1);
    }

    Object top() throws BadInput {
        Object top = pop();
        stack.add(top);
        return top;
    }

    /** The last so many values, in their order. */
    List<Object> pop(int count) throws BadInput {
        Object[] values = new Object[count];
        for (int i = count - 1; i >= 0; i--) {
            values[i] = pop();
        }
        return List.of(values);
    }

    void mark() throws BadInput {
        expect(marks.size() < DEEPEST, "is nested deeper than " + DEEPEST);
        marks.add(stack.size());
    }

    /** The values since the last mark, which falls away. */
    List<Object> popToMark() throws BadInput {
        expect(!marks.isEmpty(), "an instruction finds no mark");
        List<Object> since = stack.subList(marks.remove(marks.size() - 1), stack.size());
        charge(8L * since.size());
        List<Object> values = List.copyOf(since);
        since.clear();
        return values;
    }

    void remember(long index) throws BadInput {
        charge(CELL);
        memo.put(index, top());
    }

    int remembered() {
        return memo.size();
    }

    void recall(long index) throws BadInput {
        Object value = memo.get(index);
        expect(value != null, "asks for object " + index + ", which it has not stored");
        push(value);
    }

    /** The one object that is left. */
    Object result() throws BadInput {
        expect(stack.size() == 1 && marks.isEmpty(), "ends with " + stack.size() + " objects and not with one");
        return stack.get(0);
    }

    void expect(boolean holds, String problem) throws BadInput {
        if (!holds) {
            throw bad(problem);
        }
    }

    BadInput bad(String problem) {
        return refusal.of(problem);
    }
}
