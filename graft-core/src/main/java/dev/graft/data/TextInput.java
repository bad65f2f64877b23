package dev.graft.data;

import dev.graft.base.Check;
import dev.graft.base.Digest;
import dev.graft.engine.Tensor;
import dev.graft.nn.Flow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Texts and pairs of texts as token ids.
 *
 * @param tokenizer of the network
 * @param longest tokens a row may have, special ones included
 * @param windows whether a long text becomes several rows whose features are averaged, and is not cut
 * @param padding id that fills short rows
 * @param terms that are counted beside, for a head that has weights of them
 */
public record TextInput(Tokenizer tokenizer, int longest, boolean windows, int padding, Optional<TermWeights> terms)
        implements InputSpec<Text> {
    public TextInput {
        Check.atLeast("longest", longest, 8);
    }

    /** Without terms. */
    public TextInput(Tokenizer tokenizer, int longest, boolean windows, int padding) {
        this(tokenizer, longest, windows, padding, Optional.empty());
    }

    @Override
    public Class<Text> takes() {
        return Text.class;
    }

    @Override
    public Modality modality() {
        return Modality.TEXT;
    }

    /** This input with another length. */
    public TextInput longest(int tokens) {
        return new TextInput(tokenizer, tokens, windows, padding, terms);
    }

    /** This input with long texts as several rows. */
    public TextInput windows(boolean on) {
        return new TextInput(tokenizer, longest, on, padding, terms);
    }

    /** This input with terms counted beside. */
    public TextInput terms(TermWeights weights) {
        return new TextInput(tokenizer, longest, windows, padding, Optional.of(weights));
    }

    @Override
    public Prepared prepare(Text text) {
        int[] first = tokenizer.ids(text.first());
        Tokens tokens = text.second().isPresent()
                ? pair(first, tokenizer.ids(text.second().get()))
                : single(first);
        return terms.map(weights -> tokens.with(weights.row(text))).orElse(tokens);
    }

    private Tokens single(int[] ids) {
        int room = longest - tokenizer.extra();
        List<int[]> rows = new ArrayList<>();
        for (int from = 0; from == 0 || (windows && from < ids.length); from += room) {
            rows.add(tokenizer.around(Arrays.copyOfRange(ids, from, Math.min(from + room, ids.length))));
        }
        List<int[]> types = rows.stream().map(row -> new int[row.length]).toList();
        return new Tokens(List.copyOf(rows), types, !windows && ids.length > room);
    }

    /** Cuts the longer of two texts until both fit; of an odd number of places it gets one more. */
    private Tokens pair(int[] first, int[] second) {
        int room = longest - tokenizer.extraOfPair();
        int a = first.length;
        int b = second.length;
        if (a + b > room) {
            int shorter = Math.min(Math.min(a, b), room / 2);
            a = a > b ? room - shorter : shorter;
            b = room - a;
        }
        int[] row = tokenizer.around(Arrays.copyOf(first, a), Arrays.copyOf(second, b));
        int[] types = new int[row.length];
        Arrays.fill(types, row.length - b - 1, row.length, 1); // the second text and the token that ends it
        return new Tokens(List.of(row), List.of(types), first.length + second.length > room);
    }

    @Override
    public Flow collate(List<Prepared> inputs) {
        List<int[]> ids = new ArrayList<>();
        List<int[]> types = new ArrayList<>();
        List<Long> owners = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            Tokens tokens = (Tokens) inputs.get(i);
            ids.addAll(tokens.windows());
            types.addAll(tokens.types());
            for (int w = 0; w < tokens.windows().size(); w++) {
                owners.add((long) i);
            }
        }
        int rows = ids.size();
        int width = ids.stream().mapToInt(row -> row.length).max().orElse(1);
        long[] padded = new long[rows * width];
        long[] kinds = new long[rows * width];
        float[] mask = new float[rows * width];
        Arrays.fill(padded, padding);
        for (int r = 0; r < rows; r++) {
            for (int t = 0; t < ids.get(r).length; t++) {
                padded[r * width + t] = ids.get(r)[t];
                kinds[r * width + t] = types.get(r)[t];
                mask[r * width + t] = 1;
            }
        }
        Flow flow = Flow.of(Flow.IDS, Tensor.of(padded, rows, width))
                .with(Flow.TYPES, Tensor.of(kinds, rows, width))
                .with(Flow.MASK, Tensor.of(mask, rows, width));
        if (rows != inputs.size()) {
            flow = flow.with(
                    Flow.OWNERS,
                    Tensor.of(owners.stream().mapToLong(Long::longValue).toArray(), rows));
        }
        return terms.isPresent() ? withTerms(flow, inputs) : flow;
    }

    private static Flow withTerms(Flow flow, List<Prepared> inputs) {
        List<SparseRows.Row> rows =
                inputs.stream().map(input -> input.terms().orElseThrow()).toList();
        int width =
                Math.max(1, rows.stream().mapToInt(row -> row.at().length).max().orElse(0));
        long[] columns = new long[rows.size() * width];
        float[] values = new float[rows.size() * width];
        for (int r = 0; r < rows.size(); r++) {
            for (int e = 0; e < rows.get(r).at().length; e++) {
                columns[r * width + e] = rows.get(r).at()[e];
                values[r * width + e] = (float) rows.get(r).values()[e];
            }
        }
        return flow.with(Flow.TERMS, Tensor.of(columns, rows.size(), width))
                .with(Flow.TERM_VALUES, Tensor.of(values, rows.size(), width));
    }

    @Override
    public TextInput with(InputChoice choice) {
        Check.that(choice.size() == 0, "--size is for pictures; the length of texts is set by --longest");
        Check.that(
                choice.augment().equals(InputChoice.NO_CHANGE) && choice.draws() == 0 && choice.from() == 0,
                "--augment, --draws and --from-size are for pictures; leave them out for texts");
        Check.that(
                choice.form().equals(PictureForm.STATED),
                "--pooling, --channels and --standardize are for pictures; leave them out for texts");
        return new TextInput(
                tokenizer,
                choice.longest() == 0 ? longest : choice.longest(),
                windows || choice.windows(),
                padding,
                terms);
    }

    @Override
    public InputChoice choice() {
        return InputChoice.DEFAULTS.longest(longest).windows(windows);
    }

    /** Of what the network sees; the terms go past it. */
    @Override
    public String fingerprint() {
        return Digest.sha256(tokenizer.json()) + "/" + longest + (windows ? "/windows" : "");
    }
}
