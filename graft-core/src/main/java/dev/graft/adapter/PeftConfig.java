package dev.graft.adapter;

import dev.graft.backbone.Backbone;
import dev.graft.base.BadInput;
import dev.graft.base.ByteSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code adapter_config.json} of Hugging Face's PEFT, to be read or written. */
record PeftConfig(String file, JsonNode json) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** What PEFT calls the layers that answer, which it saves whole for sequence classification. */
    static final Set<String> HEADS = Set.of("classifier", "score");

    private static final int WIDEST = 1 << 20;

    /** Reads a kind of adapter from its part of the file. */
    private interface Reader {
        AdapterShape read(PeftConfig config) throws BadInput;
    }

    /** By {@code peft_type}. One line per kind. */
    private static final Map<String, Reader> KINDS = Map.of(
            "LORA", LoraShape::read,
            "IA3", Ia3Shape::read,
            "BOTTLENECK", BottleneckShape::read,
            "PREFIX_TUNING", PrefixShape::read,
            "PROMPT_TUNING", PromptShape::read);

    static byte[] of(AdapterShape shape, Backbone body) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("base_model_name_or_path", body.origin().name());
        all.put("task_type", null);
        all.put("inference_mode", true);
        all.put("revision", null);
        all.putAll(shape.peft(body));
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(all);
    }

    static AdapterShape read(Path path) throws IOException {
        try {
            PeftConfig config =
                    new PeftConfig(path.toString(), JSON.readTree(ByteSource.whole(path, ByteSource.DESCRIPTION)));
            String kind = config.json.path("peft_type").asString("");
            Reader reader = KINDS.get(kind);
            if (reader == null) {
                throw config.bad("peft_type is '" + kind + "'; Graft has "
                        + String.join(", ", KINDS.keySet().stream().sorted().toList()));
            }
            config.refuseSaved();
            return reader.read(config);
        } catch (JacksonException e) {
            throw new BadInput(path.toString(), "is no JSON; take the adapter from its source again", e);
        } catch (IllegalArgumentException e) {
            throw new BadInput(path.toString(), "describes no adapter: " + e.getMessage(), e);
        }
    }

    /**
     * Patterns as they are where PEFT reads them alike, else the layers that they name: as one expression where such a name
     * is the end of another's too.
     */
    static Object modules(Backbone body, List<String> patterns) {
        if (Site.isPlain(patterns)) {
            return patterns;
        }
        List<Site> chosen = Site.named(body, patterns);
        List<String> names = chosen.stream().map(Site::name).toList();
        return Site.named(body, names).equals(chosen)
                ? names
                : names.stream().map(name -> name.replace(".", "\\.")).collect(Collectors.joining("|", "(", ")"));
    }

    /** Without a fraction where it has none: PEFT takes whole numbers. */
    static Number number(double value) {
        return value == Math.rint(value) && value < Integer.MAX_VALUE ? (Number) (int) value : (Number) value;
    }

    int whole(String key) throws BadInput {
        JsonNode value = json.path(key);
        if (!value.isIntegralNumber() || value.asLong(-1) < 1 || value.asLong(-1) > WIDEST) {
            throw bad(
                    key + " is " + (value.isMissingNode() ? "missing" : value) + "; a whole number above 0 is wanted");
        }
        return value.asInt();
    }

    double number(String key, double otherwise) {
        return json.path(key).isNumber() ? json.get(key).asDouble() : otherwise;
    }

    boolean is(String key) {
        return json.path(key).asBoolean(false);
    }

    /** A list of names, or one pattern. */
    List<String> names(String key) {
        JsonNode value = json.path(key);
        List<String> names = new ArrayList<>();
        if (value.isString()) {
            names.add(value.asString());
        }
        value.forEach(name -> names.add(name.asString("")));
        return names;
    }

    /** Says what an adapter asks for that Graft does not do: else it would answer differently, and nobody would know. */
    void refuse(String... keys) throws BadInput {
        for (String key : keys) {
            JsonNode value = json.path(key);
            boolean asked = value.isContainer() ? !value.isEmpty() : value.asBoolean(value.isNumber());
            if (asked) {
                throw bad("asks for " + key + ", which Graft does not have");
            }
        }
    }

    private void refuseSaved() throws BadInput {
        if (!json.path("modules_to_save").isArray()) {
            refuse("modules_to_save");
        }
        for (String module : names("modules_to_save")) {
            if (!HEADS.contains(module)) {
                throw bad("asks for modules_to_save '" + module + "', which Graft does not have");
            }
        }
    }

    void refuseOther(String key, String only) throws BadInput {
        String value = json.path(key).asString(only);
        if (!value.equals(only)) {
            throw bad(key + " is '" + value + "'; Graft has only '" + only + "'");
        }
    }

    void refuseLike(String key, String pattern) throws BadInput {
        String value = json.path(key).asString("");
        if (value.matches(pattern)) {
            throw bad(key + " is '" + value + "', which Graft does not have");
        }
    }

    private BadInput bad(String message) {
        return new BadInput(file, message);
    }
}
