package dev.graft.data;

import java.util.Arrays;
import java.util.List;

/**
 * Numbers that are 0 for the most part, by row and by column.
 *
 * @param rows (N)
 * @param columns (V), each with the rows that it is not 0 in
 */
public record SparseRows(List<Row> rows, List<Row> columns) {
    /** Places, rising, and the numbers that stand there. */
    public record Row(int[] at, double[] values) {}

    public static SparseRows of(List<Row> rows, int width) {
        int[] counts = new int[width];
        rows.forEach(row -> Arrays.stream(row.at).forEach(column -> counts[column]++));
        Row[] columns = new Row[width];
        Arrays.setAll(columns, c -> new Row(new int[counts[c]], new double[counts[c]]));
        Arrays.fill(counts, 0);
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            for (int e = 0; e < row.at.length; e++) {
                int column = row.at[e];
                int place = counts[column]++;
                columns[column].at[place] = i;
                columns[column].values[place] = row.values[e];
            }
        }
        return new SparseRows(List.copyOf(rows), Arrays.asList(columns));
    }

    /** Some of the rows, in that order. */
    public SparseRows at(int[] indices) {
        return of(Arrays.stream(indices).mapToObj(rows::get).toList(), columns.size());
    }

    public int size() {
        return rows.size();
    }

    public int width() {
        return columns.size();
    }
}
