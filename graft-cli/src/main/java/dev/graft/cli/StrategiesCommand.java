package dev.graft.cli;

import dev.graft.data.Modality;
import dev.graft.transfer.FineTune;
import dev.graft.transfer.Pretrain;
import dev.graft.transfer.Strategies;
import dev.graft.transfer.Strategy;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

@picocli.CommandLine.Command(
        name = "strategies",
        description = "List the ways to adapt a network that --strategy takes, and what --set may change of each.",
        footerHeading = "%nFor example:%n",
        footer = {
            "  graft strategies",
            "  graft strategies --modality image",
            "  graft train my.csv --out my.graft --strategy finetune --set schedule=cosine"
        })
final class StrategiesCommand extends Command {
    private static final int WIDTH = 96;
    private static final MathContext DIGITS = new MathContext(4);

    @Option(names = "--modality", paramLabel = "NAME", description = "Defaults for text or image (default: text).")
    private Optional<String> modality = Optional.empty();

    StrategiesCommand(Session session) {
        super(session);
    }

    @Override
    void run() {
        Modality reads = modality.map(Modality::named).orElse(Modality.TEXT);
        List<Map<String, Object>> json = new ArrayList<>();
        for (Strategy strategy : Strategies.all(reads)) {
            Map<String, Object> settings = strategy.settings();
            if (strategy instanceof FineTune) {
                settings.remove("last"); // it is the N of the name
            }
            json.add(row(strategy.name(), strategy.title(), settings));
        }
        if (reads == Modality.IMAGE) {
            Strategy pretrain = Pretrain.DEFAULTS;
            json.add(row(pretrain.name(), pretrain.title() + "; a command of its own", pretrain.settings()));
        }
        session().answer(Map.of("strategies", json));
        session()
                .say(
                        "auto: probe-finetune where it is better than the probe, else the probe; of few short texts contrastive in its place");
        session().say("");
        session()
                .say(
                        "Any number may stand after last-. --lr, --epochs and --batch-size are rate, epochs and batchSize.");
    }

    private Map<String, Object> row(String name, String title, Map<String, Object> settings) {
        session().say(name + ": " + title);
        wrapped(settings).forEach(line -> session().say("    " + line));
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("name", name);
        row.put("title", title);
        row.put("settings", settings);
        return row;
    }

    private static List<String> wrapped(Map<String, Object> settings) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String one : settings.entrySet().stream()
                .map(e -> e.getKey() + "=" + shown(e.getValue()))
                .toList()) {
            if (line.length() + one.length() > WIDTH) {
                lines.add(line.toString().strip());
                line.setLength(0);
            }
            line.append(one).append("  ");
        }
        lines.add(line.toString().strip());
        return lines;
    }

    /** As {@code --set} takes it. */
    private static String shown(Object value) {
        return value instanceof List<?> list
                ? list.stream().map(String::valueOf).collect(Collectors.joining(","))
                : value instanceof Double number
                        ? BigDecimal.valueOf(number)
                                .round(DIGITS)
                                .stripTrailingZeros()
                                .toPlainString()
                        : String.valueOf(value);
    }
}
