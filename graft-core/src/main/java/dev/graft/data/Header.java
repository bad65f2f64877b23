package dev.graft.data;

import dev.graft.base.BadInput;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The first row of a table, which must be column names. */
final class Header {
    private static final Pattern SENTENCE = Pattern.compile("\\S+(\\s+\\S+){3,}");

    private Header() {}

    /** Names without blanks around them; refused if one is blank or stands twice. */
    static List<String> checked(String file, List<String> cells) throws BadInput {
        List<String> names = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String cell : cells) {
            String name = cell.strip();
            if (name.isEmpty()) {
                throw new BadInput(file + ", row 1", "column " + (names.size() + 1) + " has no name; " + advice(cells));
            }
            if (!seen.add(name)) {
                throw new BadInput(file + ", row 1", "two columns are named '" + brief(name) + "'; " + advice(cells));
            }
            names.add(name);
        }
        return List.copyOf(names);
    }

    /** What to do, depending on whether the row is a header at all. */
    private static String advice(List<String> cells) {
        return looksLikeData(cells)
                ? "the first row looks like data (" + shown(cells) + "): put a row of column names, such as"
                        + " text,label, before it"
                : "give each column a name of its own";
    }

    /** Numbers, sentences and empty cells are not names. */
    static boolean looksLikeData(List<String> cells) {
        return cells.stream()
                .anyMatch(cell -> TargetKind.isNumber(cell)
                        || cell.length() > 60
                        || SENTENCE.matcher(cell.strip()).matches());
    }

    static String shown(List<String> cells) {
        String row =
                String.join(" | ", cells.stream().limit(6).map(Header::brief).toList());
        return cells.size() > 6 ? row + " | ... " + cells.size() + " in all" : row;
    }

    static String brief(String cell) {
        return cell.codePointCount(0, cell.length()) > 40
                ? cell.substring(0, cell.offsetByCodePoints(0, 37)) + "..."
                : cell;
    }
}
