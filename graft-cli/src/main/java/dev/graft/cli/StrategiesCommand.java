package dev.graft.cli;

import dev.graft.base.Check;
import dev.graft.data.Modality;
import dev.graft.transfer.FineTune;
import dev.graft.transfer.Strategies;
import dev.graft.transfer.Strategy;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

@picocli.CommandLine.Command(
        name = "strategies",
        description = "List the ways to adapt a network that --strategy takes, and what --set may change of each.",
        footerHeading = "%nFor example:%n",
        footer = {"  graft strategies", "  graft train my.csv --out my.graft --strategy finetune --set schedule=cosine"
        })
final class StrategiesCommand extends Command {
    private static final int WIDTH = 96;
    private static final MathContext DIGITS = new MathContext(4);

    @Option(names = "--modality", paramLabel = "NAME", description = "Defaults for text or image (default: text).")
    private String modality = Modality.TEXT.toString();

    StrategiesCommand(Session session) {
        super(session);
    }

    @Override
    void run() {
        Modality kind = modality.equals(Modality.IMAGE.toString()) ? Modality.IMAGE : Modality.TEXT;
        if (!modality.equals(kind.toString())) {
            throw Check.unknown("modality", modality, List.of("text", "image"));
        }
        List<Map<String, Object>> json = new ArrayList<>();
        for (Strategy strategy : Strategies.all(kind)) {
            Map<String, Object> settings = Strategies.values((Record) strategy);
            if (strategy instanceof FineTune) {
                settings.remove("last"); // it is the N of the name
            }
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("name", strategy.name());
            entry.put("title", strategy.title());
            entry.put("settings", settings);
            json.add(entry);
            session().say(strategy.name() + ": " + strategy.title());
            wrapped(settings).forEach(line -> session().say("    " + line));
        }
        session().answer(Map.of("strategies", json));
        session()
                .say(
                        "auto: probe-finetune where it is better than the probe, else the probe; of a few short texts contrastive, too");
        session().say("");
        session()
                .say(
                        "Any number may stand after last-. --lr, --epochs and --batch-size are rate, epochs and batchSize.");
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
