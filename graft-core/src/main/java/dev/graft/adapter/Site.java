package dev.graft.adapter;

import dev.graft.backbone.Backbone;
import dev.graft.base.BadArgument;
import dev.graft.base.Check;
import dev.graft.nn.Weighted;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A layer that an adapter may stand around.
 *
 * @param name dotted, as the reference library has it: {@code encoder.layer.0.attention.self.query}
 * @param stage of the body that it belongs to
 */
record Site(String name, Weighted layer, int stage) {
    private static final int SHOWN = 12;

    /** The most that a change of the weights can have as its rank. */
    int width() {
        long inputs = layer.weight().count() / layer.out();
        return (int) Math.min(inputs, layer.out());
    }

    /** All there are in a body. */
    static List<Site> all(Backbone body) {
        List<Site> sites = new ArrayList<>();
        for (int i = 0; i < body.stages().count(); i++) {
            int stage = i;
            body.stage(i).visitLayers(body.prefix(i), (prefix, layer) -> {
                if (layer instanceof Weighted weighted) {
                    sites.add(new Site(prefix.replaceFirst("[._]$", ""), weighted, stage));
                }
            });
        }
        return sites;
    }

    /**
     * Those that patterns name.
     *
     * @param patterns the last parts of a layer's name as {@code query}, with {@code *} for anything within, or a regular
     *     expression for all of it
     * @throws BadArgument where one of them names none; says the nearest name
     */
    static List<Site> named(Backbone body, List<String> patterns) {
        return named(body, "targets", patterns);
    }

    /** @param setting that has the patterns, for messages */
    static List<Site> named(Backbone body, String setting, List<String> patterns) {
        List<Site> all = all(body);
        Set<Site> chosen = new LinkedHashSet<>();
        for (String pattern : patterns) {
            List<Site> found =
                    all.stream().filter(site -> matches(pattern, site.name)).toList();
            if (found.isEmpty()) {
                throw new BadArgument(setting + ": " + nothing(body.name(), pattern, all));
            }
            chosen.addAll(found);
        }
        return chosen.stream().sorted(Comparator.comparingInt(all::indexOf)).toList();
    }

    /** Whether PEFT, which knows no globs, finds the same layers by these. */
    static boolean isPlain(List<String> patterns) {
        return patterns.stream().allMatch(pattern -> pattern.matches("[\\w.-]+"));
    }

    static boolean matches(String pattern, String name) {
        if (isPlain(List.of(pattern))) {
            return name.equals(pattern) || name.endsWith("." + pattern);
        }
        String glob = Pattern.quote(pattern).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
        return name.matches("(.*\\.)?" + glob) || isExpression(pattern) && name.matches(pattern);
    }

    private static boolean isExpression(String pattern) {
        try {
            Pattern.compile(pattern);
            return true;
        } catch (PatternSyntaxException e) {
            return false;
        }
    }

    private static String nothing(String network, String pattern, List<Site> all) {
        Set<String> ends = new TreeSet<>();
        for (Site site : all) {
            String[] parts = site.name.split("\\.");
            String last = parts[parts.length - 1];
            ends.add(last.matches("\\d+") && parts.length > 1 ? parts[parts.length - 2] + "." + last : last);
        }
        String wanted = pattern.substring(pattern.lastIndexOf('.') + 1).replaceAll("[^\\w]", "");
        String hint = Check.nearest(wanted, ends)
                .map(near -> "; did you mean '" + near + "'?")
                .orElse(".");
        String known = String.join(", ", ends.stream().limit(SHOWN).toList());
        return "no layer of " + network + " matches '" + pattern + "'" + hint + " Their names end in " + known
                + (ends.size() > SHOWN ? " and others" : "");
    }
}
