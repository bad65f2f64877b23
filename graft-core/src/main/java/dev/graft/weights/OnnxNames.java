package dev.graft.weights;

import dev.graft.base.BadInput;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Gives the weights of an exported network the names they had in PyTorch.
 *
 * <p>The exporter keeps the names of embeddings, biases and norms. The weight of a linear layer it transposes and calls
 * {@code onnx::MatMul_787}; its name is that of the step, {@code /encoder/layer.0/output/dense/MatMul}, and that of the
 * bias that the next step adds. A tensor that equals another is left out, and an {@code Identity} step carries its name.
 */
final class OnnxNames {
    private static final Pattern ANONYMOUS = Pattern.compile("onnx::.*|onnx__.*|\\d+", Pattern.DOTALL);
    private static final Pattern STEP = Pattern.compile("/(.+)/MatMul(_\\d+)?", Pattern.DOTALL);
    private static final String BIAS = ".bias";

    private final String file;
    private final Map<String, OnnxTensor> tensors;
    private final SortedMap<String, OnnxWeight> named = new TreeMap<>();

    private OnnxNames(String file, OnnxGraph graph) {
        this.file = file;
        this.tensors = new HashMap<>(graph.tensors());
    }

    static SortedMap<String, OnnxWeight> of(String file, OnnxGraph graph) throws BadInput {
        OnnxNames names = new OnnxNames(file, graph);
        names.addTwins(graph.nodes());
        names.tensors.forEach((name, tensor) -> names.named.put(name, OnnxWeight.plain(name, tensor)));
        names.addLinear(graph.nodes());
        return names.named;
    }

    private void addTwins(List<OnnxNode> nodes) {
        for (OnnxNode node : nodes) {
            boolean isName = !node.output().contains("/") && !isAnonymous(node.output());
            if (node.operator().equals("Identity") && isName && tensors.containsKey(node.first())) {
                tensors.putIfAbsent(node.output(), tensors.get(node.first()));
            }
        }
    }

    private void addLinear(List<OnnxNode> nodes) throws BadInput {
        Map<String, String> byBias = namesByBias(nodes);
        for (OnnxNode node : nodes) {
            OnnxTensor tensor = tensors.get(node.second());
            if (!node.operator().equals("MatMul")
                    || tensor == null
                    || !isAnonymous(node.second())
                    || tensor.shape().rank() != 2
                    || tensor.type().isEmpty()) {
                continue;
            }
            var step = STEP.matcher(node.name());
            String byStep = step.matches() ? step.group(1).replace('/', '.') + ".weight" : "";
            String name = byBias.getOrDefault(node.output(), byStep);
            if (!byStep.isEmpty() && !name.equals(byStep)) {
                throw new BadInput(
                        file,
                        "the weight of step '" + node.name() + "' would be '" + name
                                + "' by the bias that is added to it; the graph is not one that PyTorch exported");
            }
            if (!name.isEmpty()) {
                add(name, tensor);
                named.remove(node.second());
            }
        }
    }

    private void add(String name, OnnxTensor tensor) throws BadInput {
        OnnxWeight before = named.put(name, OnnxWeight.transposed(name, tensor));
        if (before != null && !(before.isTransposed() && before.tensor() == tensor)) {
            throw new BadInput(
                    file, "two different tensors are '" + name + "'; the graph is not one that PyTorch exported");
        }
    }

    /** Outputs of MatMul steps to the weight's name, by the bias that the Add after it has. */
    private Map<String, String> namesByBias(List<OnnxNode> nodes) {
        Map<String, String> names = new HashMap<>();
        for (OnnxNode node : nodes) {
            if (node.operator().equals("Add")) {
                biasName(node.first()).ifPresent(name -> names.put(node.second(), name));
                biasName(node.second()).ifPresent(name -> names.put(node.first(), name));
            }
        }
        return names;
    }

    private Optional<String> biasName(String input) {
        return Optional.of(input)
                .filter(name -> name.endsWith(BIAS) && tensors.containsKey(name))
                .map(name -> name.substring(0, name.length() - BIAS.length()) + ".weight");
    }

    private static boolean isAnonymous(String name) {
        return ANONYMOUS.matcher(name).matches();
    }
}
