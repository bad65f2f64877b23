package dev.graft.transfer;

import dev.graft.backbone.Kind;
import dev.graft.base.BadArgument;
import dev.graft.base.Check;
import dev.graft.data.Modality;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The strategies by name, with their defaults. One line per strategy; everything that can be set is a component of its
 * record, or of a record in it.
 */
public final class Strategies {
    private static final Map<String, Strategy> TEXTS = new LinkedHashMap<>();
    private static final Map<String, Strategy> PICTURES = new LinkedHashMap<>();
    private static final Map<String, Strategy> VISION_TRANSFORMERS = new LinkedHashMap<>();

    /** Source: the multimodal predictor of AutoGluon, by AdamW; where that takes a MobileNet v3, it is four times as high. */
    private static final String VISION_TRANSFORMERS_RATE = "1e-4";

    private static final Pattern LAST = Pattern.compile("last-([0-9]{1,3})");

    static {
        add("probe", LinearProbe.DEFAULTS, LinearProbe.DEFAULTS);
        add("finetune", FineTune.DEFAULTS, FineTune.PICTURES);
        add("gradual", GradualUnfreeze.DEFAULTS, GradualUnfreeze.PICTURES);
        add("layerwise", LayerwiseDecay.DEFAULTS, LayerwiseDecay.PICTURES);
        add("probe-finetune", ProbeFineTune.DEFAULTS, ProbeFineTune.PICTURES);
        add("contrastive", Contrastive.DEFAULTS, Contrastive.DEFAULTS);
        add("prototypes", Prototypes.DEFAULTS, Prototypes.DEFAULTS);
        add("tip-adapter", TipAdapter.DEFAULTS, TipAdapter.DEFAULTS);
        TEXTS.put("hybrid", Hybrid.DEFAULTS);
        add("scratch", Scratch.DEFAULTS, Scratch.PICTURES);
        add("bitfit", BitFit.DEFAULTS, BitFit.PICTURES);
        add("norms", Norms.DEFAULTS, Norms.PICTURES);
        add("lora", Lora.DEFAULTS, Lora.PICTURES);
        add("dora", Lora.DEFAULTS.dora(), Lora.PICTURES.dora());
        add("ia3", Ia3.DEFAULTS, Ia3.PICTURES);
        add("adapters", Bottlenecks.DEFAULTS, Bottlenecks.PICTURES);
        TEXTS.put("prefix", Prefix.DEFAULTS);
        TEXTS.put("prompt", Prompt.DEFAULTS);
        add("l2sp", L2Sp.DEFAULTS, L2Sp.PICTURES);
        add("delta", Delta.DEFAULTS, Delta.PICTURES);
        add("bss", Bss.DEFAULTS, Bss.PICTURES);
        add("mixout", MixoutTuning.DEFAULTS, MixoutTuning.PICTURES);
        add("distil", Distil.DEFAULTS, Distil.PICTURES);
        PICTURES.put("stochnorm", StochNorm.DEFAULTS);
        VISION_TRANSFORMERS.putAll(PICTURES);
        for (String all : List.of("finetune", "l2sp", "delta", "bss", "mixout", "distil")) {
            VISION_TRANSFORMERS.computeIfPresent(all, (name, usual) -> with(usual, "rate", VISION_TRANSFORMERS_RATE));
        }
    }

    /** @param texts its defaults for texts, as {@code pictures} for pictures */
    private static void add(String name, Strategy texts, Strategy pictures) {
        TEXTS.put(name, texts);
        PICTURES.put(name, pictures);
    }

    private Strategies() {}

    /** Names as users write them. */
    public static List<String> names() {
        Set<String> all = new LinkedHashSet<>(TEXTS.keySet());
        all.addAll(PICTURES.keySet());
        List<String> names = new ArrayList<>(all);
        names.add(2, "last-N");
        return names;
    }

    /** Every strategy at its defaults, for contract tests and documentation. */
    public static List<Strategy> all(Modality modality) {
        List<Strategy> all = new ArrayList<>(known(Kind.of(modality)).values());
        all.add(named("last-2", modality));
        return all;
    }

    private static Map<String, Strategy> known(Kind kind) {
        return switch (kind) {
            case TEXT -> TEXTS;
            case CONVOLUTIONS -> PICTURES;
            case VISION_TRANSFORMER -> VISION_TRANSFORMERS;
        };
    }

    /** As {@link #named(String, Kind)}, for most networks that read such inputs. */
    public static Strategy named(String name, Modality modality) {
        return named(name, Kind.of(modality));
    }

    /**
     * A strategy with what is usual for such networks.
     *
     * @param name one of {@link #names}, with a number for N; {@code auto} is what the {@link Guard} watches over
     */
    public static Strategy named(String name, Kind kind) {
        Matcher last = LAST.matcher(name);
        if (last.matches()) {
            return ((FineTune) known(kind).get("finetune"))
                    .last(Check.atLeast("N of last-N", Integer.parseInt(last.group(1)), 1));
        }
        if ("auto".equals(name)) {
            return ((ProbeFineTune) known(kind).get("probe-finetune")).mixed();
        }
        Strategy known = known(kind).get(name);
        Check.that(
                known != null || !PICTURES.containsKey(name),
                "strategy " + name + " is for pictures; choose another --strategy for texts");
        if (known == null) {
            Check.that(!TEXTS.containsKey(name), "strategy " + name + " is for texts; choose another one for pictures");
            throw Check.unknown("strategy", name, names());
        }
        return known;
    }

    /**
     * The strategy with one component set, its own or one of a record in it: {@code rate} to {@code 3e-5}. Who sets
     * {@code epochs} gets as many and no more, however few the data are.
     */
    public static Strategy with(Strategy strategy, String component, String value) {
        boolean exact = component.equals("epochs") && components(strategy).contains("leastSteps");
        Strategy set = one(strategy, component, value);
        return exact ? one(set, "leastSteps", "0") : set;
    }

    private static Strategy one(Strategy strategy, String component, String value) {
        return (Strategy) changed((Record) strategy, component, value)
                .orElseThrow(() -> Check.unknown("setting of " + strategy.name(), component, components(strategy)));
    }

    /** Names of all that can be set. */
    public static List<String> components(Strategy strategy) {
        return new ArrayList<>(values((Record) strategy).keySet());
    }

    /** What {@code --lr} sets. */
    public static double rate(Strategy strategy) {
        Object rate = values((Record) strategy).get("rate");
        Check.that(rate instanceof Double, "strategy " + strategy.name() + " has no learning rate");
        return (Double) rate;
    }

    /** Every component with its value, those of inner records too. */
    public static Map<String, Object> values(Record record) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            Object value = get(record, component);
            if (value instanceof Record inner) {
                values.putAll(values(inner));
            } else {
                values.put(component.getName(), value);
            }
        }
        return values;
    }

    private static Optional<Record> changed(Record record, String name, String value) {
        RecordComponent[] components = record.getClass().getRecordComponents();
        Object[] values = new Object[components.length];
        boolean found = false;
        for (int i = 0; i < components.length; i++) {
            values[i] = get(record, components[i]);
            if (!found && components[i].getName().equals(name)) {
                values[i] = parsed(components[i], value);
                found = true;
            } else if (!found && values[i] instanceof Record inner) {
                Optional<Record> better = changed(inner, name, value);
                values[i] = better.isPresent() ? better.get() : values[i];
                found = better.isPresent();
            }
        }
        return found ? Optional.of(make(record.getClass(), components, values)) : Optional.empty();
    }

    private static Object parsed(RecordComponent component, String value) {
        Class<?> type = component.getType();
        try {
            if (type == int.class) {
                return Integer.parseInt(value);
            }
            if (type == double.class) {
                return Double.parseDouble(value);
            }
            if (type == boolean.class && value.matches("true|false")) {
                return Boolean.parseBoolean(value);
            }
            if (type == String.class) {
                return value;
            }
            if (type == List.class) {
                Stream<String> parts = value.isBlank()
                        ? Stream.of()
                        : Arrays.stream(value.split(",")).map(String::strip);
                return isNames(component)
                        ? parts.toList()
                        : parts.map(Integer::parseInt).toList();
            }
        } catch (NumberFormatException e) {
            throw wrong(component, value);
        }
        throw wrong(component, value);
    }

    private static BadArgument wrong(RecordComponent component, String value) {
        return new BadArgument(component.getName() + " must be " + kind(component) + ", was '" + value + "'");
    }

    private static boolean isNames(RecordComponent component) {
        return component.getGenericType().getTypeName().contains("String");
    }

    private static String kind(RecordComponent component) {
        Class<?> type = component.getType();
        return type == int.class
                ? "a whole number"
                : type == double.class
                        ? "a number"
                        : type != List.class
                                ? "true or false"
                                : (isNames(component) ? "names" : "whole numbers") + " with commas between";
    }

    private static Object get(Record record, RecordComponent component) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Record make(Class<?> type, RecordComponent[] components, Object[] values) {
        try {
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            return (Record) constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException refused) {
                throw refused;
            }
            throw new IllegalStateException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
