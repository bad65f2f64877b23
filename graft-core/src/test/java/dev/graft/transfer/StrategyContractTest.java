package dev.graft.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.adapter.Adapter;
import dev.graft.backbone.Backbone;
import dev.graft.backbone.Catalog;
import dev.graft.backbone.TinyEncoder;
import dev.graft.data.Dataset;
import dev.graft.data.Facts;
import dev.graft.data.Modality;
import dev.graft.data.Text;
import dev.graft.engine.Engine;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import dev.graft.hub.Hub;
import dev.graft.model.Head;
import dev.graft.model.Model;
import dev.graft.model.OneLabel;
import dev.graft.model.Prediction;
import dev.graft.testing.Messages;
import dev.graft.train.GradientSteps;
import dev.graft.train.PairSteps;
import dev.graft.train.Plan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every strategy promises. */
class StrategyContractTest {
    private static final long SEED = 5;

    @TempDir
    static Path home;

    @TempDir
    Path temp;

    private static Dataset<Text> messages;

    /** The cache of one counts, which its choice may leave at nought; few steps and pairs show as much as many. */
    static List<Strategy> strategies() {
        return Strategies.all(Modality.TEXT).stream()
                .map(strategy -> strategy instanceof TipAdapter ? set(strategy, "alpha", "1") : strategy)
                .map(strategy -> set(strategy, "leastSteps", "0"))
                .map(strategy -> set(strategy, "pairs", "2"))
                .toList();
    }

    private static Strategy set(Strategy strategy, String component, String value) {
        return strategy.settings().containsKey(component) ? strategy.with(component, value) : strategy;
    }

    @BeforeAll
    static void makesAnEncoder() throws IOException {
        Engine.threads(2);
        TinyEncoder.folder(home.resolve("tiny"), 3);
        messages = Messages.some(home, 4);
        try (Model teacher = transfer(LinearProbe.DEFAULTS).fit(messages, SEED)) {
            teacher.save(home.resolve("teacher"));
        }
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void trainsExactlyTheParametersItNamesAndCountsThem(Strategy strategy) throws IOException {
        Fitted fitted = fit(strategy);
        try (Model model = fitted.model();
                Backbone before = Catalog.open(backbone(), Hub.standard())) {
            Plan plan = strategy.plan(before.stages(), Facts.of(messages));
            if (plan.fresh()) {
                before.forget(SEED);
            }
            Set<String> changed = new TreeSet<>();
            long[] numbers = new long[2];
            try (Head fresh = head(strategy, model, before);
                    Adapter first = adapter(strategy, before)) {
                compare(before, model, fresh, first, changed, numbers);
            }
            assertThat(changed).isEqualTo(named(plan, before, model));
            assertThat(fitted.trainableParameters()).isEqualTo(numbers[0]);
            assertThat(fitted.parameters()).isEqualTo(numbers[1]);
        }
    }

    private static Head head(Strategy strategy, Model model, Backbone before) throws IOException {
        Engine.seed(SEED);
        try (Scope scope = Scope.open()) {
            return new OneLabel(((OneLabel) model.task()).labels())
                    .head(before.width(), strategy.head(model.body().input(), Facts.of(messages)));
        }
    }

    /** As it was before its first step. */
    private static Adapter adapter(Strategy strategy, Backbone before) {
        Engine.seed(SEED);
        return strategy.adapter().map(shape -> shape.on(before)).orElse(Adapter.NONE);
    }

    private static void compare(
            Backbone before, Model model, Head fresh, Adapter first, Set<String> changed, long[] numbers) {
        Map<String, Tensor> old = new LinkedHashMap<>(before.state());
        fresh.visit("head.", old::put);
        first.visit("adapter.", old::put);
        Map<String, Tensor> now = new LinkedHashMap<>(model.body().state());
        model.output().head().visit("head.", now::put);
        model.adapters().forEach(adapter -> adapter.visit("adapter.", now::put));
        assertThat(now.keySet()).isEqualTo(old.keySet());
        now.forEach((name, tensor) -> {
            numbers[1] += tensor.count();
            if (!tensor.sameAs(old.get(name))) {
                changed.add(name);
                numbers[0] += tensor.count();
            }
        });
    }

    private static Set<String> named(Plan plan, Backbone body, Model model) {
        Set<String> parts = new HashSet<>();
        plan.phases().forEach(phase -> parts.addAll(phase.trains().names()));
        Set<Tensor> learned = new HashSet<>();
        for (int i = 0; i < body.stages().count(); i++) {
            if (parts.contains(body.stages().names().get(i))) {
                body.stage(i).visit("", (name, tensor) -> learned.add(tensor));
            }
        }
        Set<String> names = new TreeSet<>();
        body.state().forEach((name, tensor) -> {
            if (learned.contains(tensor) && selected(plan, name)) {
                names.add(name);
            }
        });
        if (parts.contains("adapter")) {
            assertThat(model.adapters()).hasSize(1);
            model.adapters().get(0).visit("adapter.", (name, tensor) -> names.add(name));
        }
        if (parts.contains("head")) {
            model.output().head().visit("head.", (name, tensor) -> names.add(name));
        }
        return names;
    }

    private static boolean selected(Plan plan, String name) {
        return switch (plan.phases().get(0).trains().within()) {
            case ALL -> true;
            case BIASES -> name.endsWith(".bias");
            case NORMS -> name.contains("LayerNorm");
        };
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void answersTheSameAfterASaveAndALoad(Strategy strategy) throws IOException {
        List<Text> texts = List.of(Text.of("my parcel has not come"), Text.of(""), Text.pair("refund", "when?"));
        try (Model model = fit(strategy).model()) {
            model.save(temp.resolve("bundle"));
            try (Model loaded = Model.load(temp.resolve("bundle"))) {
                List<Prediction> wanted = model.predict(texts);
                List<Prediction> given = loaded.predict(texts);
                for (int i = 0; i < texts.size(); i++) {
                    assertThat(((Prediction.OneOf) given.get(i)).probabilities())
                            .containsExactly(((Prediction.OneOf) wanted.get(i)).probabilities(), within(1e-6f));
                }
                assertThat(loaded.task()).isEqualTo(model.task());
                assertThat(loaded.provenance().seed()).isEqualTo(SEED);
                assertThat(loaded.provenance().strategy()).containsEntry("name", strategy.name());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void givesTheSameBytesFromTheSameSeedAndOthersFromAnother(Strategy strategy) throws IOException {
        Map<String, byte[]> first = weights(strategy, SEED);
        Map<String, byte[]> again = weights(strategy, SEED);
        again.forEach((name, bytes) -> assertThat(bytes).as(name).isEqualTo(first.get(name)));
        if (bySteps(strategy)) { // a convex problem has one answer, whatever the seed
            assertThat(weights(strategy, SEED + 1).get("head.safetensors")).isNotEqualTo(first.get("head.safetensors"));
        }
    }

    private static boolean bySteps(Strategy strategy) throws IOException {
        try (Backbone body = Catalog.open(backbone(), Hub.standard())) {
            return strategy.plan(body.stages(), Facts.of(messages)).phases().stream()
                    .anyMatch(phase -> phase.solver() instanceof GradientSteps || phase.solver() instanceof PairSteps);
        }
    }

    private Map<String, byte[]> weights(Strategy strategy, long seed) throws IOException {
        try (Model model = transfer(strategy).fit(messages, seed)) {
            return Runs.weights(model, temp.resolve("weights"));
        }
    }

    private static Fitted fit(Strategy strategy) throws IOException {
        return transfer(strategy).fit(messages, Optional.empty(), SEED);
    }

    private static Transfer transfer(Strategy strategy) {
        Optional<String> teacher =
                Optional.of(home.resolve("teacher").toString()).filter(bundle -> strategy.needsTeacher());
        return Transfer.from(backbone())
                .by(strategy)
                .prior(Prior.NONE.teacher(teacher))
                .run(Runs.quiet());
    }

    private static String backbone() {
        return home.resolve("tiny").toString();
    }
}
