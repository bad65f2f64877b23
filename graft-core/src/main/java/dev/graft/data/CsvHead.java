package dev.graft.data;

import java.io.BufferedReader;
import java.io.IOException;

/** What the first line of a CSV file tells about the others. */
record CsvHead(char separator, boolean quoted, String lineEnd) {
    private static final String SEPARATORS = ",;\t";

    /** Looks at the first line outside quotes and leaves the reader where it was. */
    static CsvHead of(BufferedReader reader, int most) throws IOException {
        reader.mark(most);
        int[] counts = new int[SEPARATORS.length()];
        boolean inQuotes = false;
        boolean quoted = false;
        String lineEnd = "\n";
        try {
            for (int i = 0, c; i < most && (c = reader.read()) >= 0; i++) {
                quoted |= i == 0 && c == '"';
                inQuotes ^= c == '"';
                if (!inQuotes && (c == '\n' || c == '\r')) {
                    lineEnd = c == '\n' ? "\n" : reader.read() == '\n' ? "\r\n" : "\r";
                    break;
                }
                if (!inQuotes && SEPARATORS.indexOf(c) >= 0) {
                    counts[SEPARATORS.indexOf(c)]++;
                }
            }
        } catch (CheckedReader.BadCharacters e) {
            // the reading of rows meets it again and says in which row
        }
        reader.reset();
        int best = 0;
        for (int i = 1; i < counts.length; i++) {
            best = counts[i] > counts[best] ? i : best;
        }
        return new CsvHead(SEPARATORS.charAt(best), quoted, lineEnd);
    }
}
