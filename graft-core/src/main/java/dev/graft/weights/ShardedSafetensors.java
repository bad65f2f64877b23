package dev.graft.weights;

import dev.graft.base.BadInput;
import dev.graft.base.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JsonToken;

/**
 * A network cut into several safetensors files, with an index that says which tensor lies in which:
 * {@code model.safetensors.index.json}. All must lie in the index's own folder, and each tensor in exactly one. What the
 * index says of sizes is not used.
 */
public final class ShardedSafetensors implements TensorFile {
    private static final int MOST = 1000; // files
    private static final long LONGEST = 100_000_000; // bytes of the index

    private final String name;
    private final SortedMap<String, String> places = new TreeMap<>();
    private final SortedMap<String, Safetensors> shards = new TreeMap<>();

    private ShardedSafetensors(Path index) throws IOException {
        try (ByteSource source = ByteSource.open(index)) {
            name = source.name();
            readIndex(source);
        }
        try {
            for (String shard : places.values()) {
                if (!shards.containsKey(shard)) {
                    shards.put(shard, openShard(index, shard));
                }
            }
            checkPlaces();
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    public static ShardedSafetensors open(Path index) throws IOException {
        return new ShardedSafetensors(index);
    }

    private void readIndex(ByteSource source) throws IOException {
        if (source.length() > LONGEST) {
            throw new BadInput(name, "has " + source.length() + " bytes; an index of weights has a few megabytes");
        }
        try (HeaderJson json = new HeaderJson(source, "index of weights")) {
            json.expect(json.nextIs(JsonToken.START_OBJECT), "an index of weights is an object");
            boolean seen = false;
            while (!json.nextIs(JsonToken.END_OBJECT)) {
                if (json.name().equals("weight_map")) {
                    json.expect(!seen, "'weight_map' is there twice");
                    seen = true;
                    readPlaces(json);
                } else {
                    json.next();
                    json.skip();
                }
            }
            json.expect(seen, "has no 'weight_map', so it is no index of weights");
            json.expect(json.nextIs(null), "something follows the last brace");
        }
    }

    private void readPlaces(HeaderJson json) throws IOException {
        json.expect(json.nextIs(JsonToken.START_OBJECT), "'weight_map' must be an object");
        while (!json.nextIs(JsonToken.END_OBJECT)) {
            String tensor = json.name();
            json.next();
            String shard = json.text("'weight_map' must give a file's name for each tensor");
            json.expect(places.put(tensor, shard) == null, "tensor '" + tensor + "' is there twice");
            json.expect(places.size() <= TensorNames.MOST, "there are more than " + TensorNames.MOST + " tensors");
        }
    }

    private Safetensors openShard(Path index, String shard) throws IOException {
        if (shards.size() == MOST) {
            throw new BadInput(name, "names more than " + MOST + " files");
        }
        boolean plain = shard.matches("[^/\\\\:\\p{Cntrl}]{1,255}") && !shard.matches("\\.*");
        if (!plain) {
            throw new BadInput(name, "names '" + shard + "'; only files of its own folder may be named");
        }
        Path path = index.resolveSibling(shard);
        if (Files.isSymbolicLink(path) || !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new BadInput(
                    name,
                    "needs '" + shard + "' beside it, which "
                            + (Files.exists(path) ? "is a link and no file; copy the file there" : "is not there"));
        }
        return Safetensors.open(path);
    }

    private void checkPlaces() throws BadInput {
        for (Map.Entry<String, Safetensors> shard : shards.entrySet()) {
            for (String tensor : shard.getValue().names()) {
                String said = places.get(tensor);
                if (!shard.getKey().equals(said)) {
                    throw new BadInput(
                            shard.getKey(),
                            "has tensor '" + tensor + "', which " + name + " puts into "
                                    + (said == null ? "no file" : said) + "; the files do not belong together");
                }
            }
        }
        for (Map.Entry<String, String> place : places.entrySet()) {
            if (!shards.get(place.getValue()).names().contains(place.getKey())) {
                throw new BadInput(
                        place.getValue(),
                        "lacks tensor '" + place.getKey() + "', which " + name + " puts there; is it of this network?");
            }
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(places.keySet());
    }

    @Override
    public TensorEntry entry(String tensor) throws BadInput {
        return shard(tensor).entry(tensor);
    }

    /** What the first file says. */
    @Override
    public Map<String, String> metadata() {
        return shards.isEmpty() ? Map.of() : shards.get(shards.firstKey()).metadata();
    }

    @Override
    public void read(String tensor, ByteBuffer into) throws IOException {
        shard(tensor).read(tensor, into);
    }

    private Safetensors shard(String tensor) throws BadInput {
        return shards.get(TensorNames.find(name, places, tensor));
    }

    @Override
    public void close() throws IOException {
        for (Safetensors shard : shards.values()) {
            shard.close();
        }
    }
}
