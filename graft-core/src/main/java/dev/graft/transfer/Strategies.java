package dev.graft.transfer;

import dev.graft.base.Check;
import dev.graft.data.Modality;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The strategies by name, with their defaults. One line per strategy.
 */
public final class Strategies {
    private static final Map<String, Strategy> TEXTS = new LinkedHashMap<>();
    private static final Map<String, Strategy> PICTURES = new LinkedHashMap<>();

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
        add("prefix", Prefix.DEFAULTS, Prefix.PICTURES);
        add("prompt", Prompt.DEFAULTS, Prompt.PICTURES);
        add("l2sp", L2Sp.DEFAULTS, L2Sp.PICTURES);
        add("delta", Delta.DEFAULTS, Delta.PICTURES);
        add("bss", Bss.DEFAULTS, Bss.PICTURES);
        add("mixout", MixoutTuning.DEFAULTS, MixoutTuning.PICTURES);
        add("distil", Distil.DEFAULTS, Distil.PICTURES);
        PICTURES.put("stochnorm", StochNorm.DEFAULTS);
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
        List<Strategy> all = new ArrayList<>(known(modality).values());
        all.add(named("last-2", modality));
        return all;
    }

    private static Map<String, Strategy> known(Modality modality) {
        return modality == Modality.IMAGE ? PICTURES : TEXTS;
    }

    /**
     * A strategy with what is usual for such inputs.
     *
     * @param name one of {@link #names}, with a number for N; {@code auto} is what the {@link Guard} watches over
     */
    public static Strategy named(String name, Modality modality) {
        Matcher last = LAST.matcher(name);
        if (last.matches()) {
            return ((FineTune) known(modality).get("finetune"))
                    .last(Check.atLeast("N of last-N", Integer.parseInt(last.group(1)), 1));
        }
        if (Guard.NAME.equals(name)) {
            return ((ProbeFineTune) known(modality).get("probe-finetune")).mixed();
        }
        Strategy known = known(modality).get(name);
        Check.that(
                known != null || !PICTURES.containsKey(name),
                "strategy " + name + " is for pictures; choose another --strategy for texts");
        if (known == null) {
            Check.that(!TEXTS.containsKey(name), "strategy " + name + " is for texts; choose another one for pictures");
            throw Check.unknown("strategy", name, names());
        }
        return known;
    }
}
