package dev.graft.backbone;

import dev.graft.base.BadInput;
import dev.graft.base.Shape;
import dev.graft.engine.Tensor;
import dev.graft.weights.TensorFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A network begun from another's parameters: what fits by name and shape was copied, the rest left as it was. Names are
 * compared without the prefix that wrappers put before all of them; nothing is guessed beyond that.
 *
 * @param file whose tensors were copied
 * @param taken copied tensors, by the network's names
 * @param skipped tensors of the file that were not, with the reason
 * @param left tensors of the network that nothing was copied into
 */
public record Initialization(String file, List<Part> taken, List<Skipped> skipped, List<Part> left) {
    public Initialization {
        taken = List.copyOf(taken);
        skipped = List.copyOf(skipped);
        left = List.copyOf(left);
    }

    /** A tensor of the network. */
    public record Part(String name, Shape shape) {
        public long numbers() {
            return shape.count();
        }
    }

    /** A tensor of the file that was not copied. */
    public record Skipped(String name, Reason reason, String detail) {}

    /** Why a tensor was not copied. */
    public enum Reason {
        NOT_IN_TARGET,
        OTHER_SHAPE,
        OTHER_TYPE
    }

    /**
     * Copies what fits.
     *
     * @param target every parameter and buffer of the network by its name
     * @throws BadInput where nothing fits, or a tensor that does holds values that are not finite
     */
    public static Initialization from(TensorFile source, Map<String, Tensor> target) throws IOException {
        String prefix = Prefixes.of(source.names(), target.keySet());
        List<Part> taken = new ArrayList<>();
        List<Skipped> skipped = new ArrayList<>();
        List<Part> left = new ArrayList<>();
        for (String name : source.names()) {
            Tensor into = name.startsWith(prefix) ? target.get(name.substring(prefix.length())) : null;
            FileTensor from = FileTensor.of(source, source.name(), name);
            if (into == null) {
                skipped.add(new Skipped(name, Reason.NOT_IN_TARGET, "has no place " + from.shape()));
            } else if (!from.shape().equals(into.shape())) {
                skipped.add(new Skipped(name, Reason.OTHER_SHAPE, from.shape() + " instead of " + into.shape()));
            } else if (!from.suits(into.dtype())) {
                skipped.add(new Skipped(name, Reason.OTHER_TYPE, from.entry().type() + " instead of " + into.dtype()));
            } else {
                from.copy(into);
                taken.add(new Part(name.substring(prefix.length()), into.shape()));
            }
        }
        Set<String> names = taken.stream().map(Part::name).collect(Collectors.toSet());
        target.forEach((name, tensor) -> left.add(new Part(name, tensor.shape())));
        left.removeIf(part -> names.contains(part.name()));
        Initialization made = new Initialization(source.name(), taken, skipped, left);
        if (taken.isEmpty()) {
            throw new BadInput(source.name(), made.nothing(target));
        }
        return made;
    }

    private String nothing(Map<String, Tensor> target) {
        String example = skipped.stream()
                .filter(tensor -> tensor.reason() != Reason.NOT_IN_TARGET)
                .findFirst()
                .map(tensor -> "; '" + tensor.name() + "' is " + tensor.detail())
                .orElse("");
        return "none of its " + skipped.size() + " tensors fits the network's " + target.size() + " by name and shape"
                + example + "; take weights of a network of the same kind";
    }

    public long numbersTaken() {
        return taken.stream().mapToLong(Part::numbers).sum();
    }

    public long numbersLeft() {
        return left.stream().mapToLong(Part::numbers).sum();
    }

    /** The whole report as JSON has it: counts of what was taken, names of what was not and of what is at random. */
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("file", Path.of(file).getFileName().toString()); // where it lies is nobody else's business
        json.put("taken", taken.size());
        json.put("takenNumbers", numbersTaken());
        json.put("skipped", skipped);
        json.put("left", left.stream().map(Part::name).toList());
        json.put("leftNumbers", numbersLeft());
        return json;
    }

    /** The whole report: a line for each tensor that was not copied, and for each layer that was not copied into. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>(List.of(toString()));
        skipped.forEach(tensor -> lines.add("skipped " + tensor.name() + ": " + tensor.detail()));
        Map<String, List<String>> layers = new LinkedHashMap<>();
        for (Part part : left) {
            int dot = part.name().lastIndexOf('.');
            layers.computeIfAbsent(part.name().substring(0, dot + 1), layer -> new ArrayList<>())
                    .add(part.name().substring(dot + 1) + " " + part.shape());
        }
        layers.forEach((layer, own) -> lines.add("left at random " + layer + String.join(", ", own)));
        return lines;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s: took %d of %d tensors (%,d of %,d numbers), skipped %d of the file's, left %d at random",
                file,
                taken.size(),
                taken.size() + left.size(),
                numbersTaken(),
                numbersTaken() + numbersLeft(),
                skipped.size(),
                left.size());
    }
}
