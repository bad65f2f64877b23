package dev.graft.backbone;

import dev.graft.base.Shape;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import dev.graft.vision.Architecture;
import dev.graft.vision.Network;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the vision network that a file is of. To be quick it tries only those whose name the file bears, and those that
 * are called like the network that was meant; what it says is checked tensor by tensor.
 *
 * @param known every architecture
 */
public record Lookalikes(List<Architecture> known) implements Loading.Suggest {
    private static final int CHANNELS = 3;

    public Lookalikes {
        known = List.copyOf(known);
    }

    @Override
    public Optional<String> suggest(String file, String network, Map<String, Shape> found) {
        String best = "";
        int most = 0;
        for (Architecture candidate : candidates(file.toLowerCase(Locale.ROOT), network)) {
            int shared = shared(candidate, found);
            best = shared > most ? candidate.name() : best;
            most = Math.max(shared, most);
        }
        return Optional.of(best).filter(name -> !name.isEmpty());
    }

    private Set<Architecture> candidates(String file, String network) {
        List<Architecture> named = new ArrayList<>(known);
        named.removeIf(a -> !file.contains(a.name().toLowerCase(Locale.ROOT)));
        named.sort(Comparator.comparing((Architecture a) -> a.name().length()).reversed());
        Set<Architecture> candidates = new LinkedHashSet<>(named);
        known.stream().filter(a -> family(a.name()).equals(family(network))).forEach(candidates::add);
        candidates.removeIf(a -> a.name().equals(network));
        return candidates;
    }

    private static String family(String name) {
        return name.replaceFirst("[^A-Za-z].*", "");
    }

    /** How many tensors of the body the file has, or 0 where it lacks any. */
    private static int shared(Architecture candidate, Map<String, Shape> found) {
        try (Scope scope = Scope.open();
                Network network = candidate.builder().build(CHANNELS, 0)) {
            Map<String, Tensor> wanted = network.named();
            String prefix = Prefixes.of(found.keySet(), wanted.keySet());
            boolean all = wanted.entrySet().stream()
                    .filter(tensor -> !tensor.getKey().endsWith(Match.COUNTER))
                    .allMatch(tensor -> tensor.getValue().shape().equals(found.get(prefix + tensor.getKey())));
            return all ? wanted.size() : 0;
        }
    }
}
