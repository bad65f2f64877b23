package dev.graft.weights;

import dev.graft.base.ByteSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What an ONNX file has that tells of weights: the tensors it carries, and the steps that use them. */
record OnnxGraph(Map<String, OnnxTensor> tensors, List<OnnxNode> nodes) {
    private static final int MOST_NODES = 200_000;
    private static final Set<String> TELLING = Set.of("MatMul", "Add", "Identity");

    static OnnxGraph read(ByteSource source) throws IOException {
        OnnxGraph graph = new OnnxGraph(new HashMap<>(), new ArrayList<>());
        boolean found = false;
        for (Wire model = new Wire(source, 0, source.length()); model.next(); ) {
            if (model.field() == 7) {
                if (found) {
                    throw model.bad("a second graph begins here; a model has one");
                }
                found = true;
                graph.readGraph(source, model.message());
            }
        }
        if (!found) {
            throw source.bad(source.length(), "ends without a graph; is this an ONNX file?");
        }
        return graph;
    }

    private void readGraph(ByteSource source, Wire graph) throws IOException {
        int steps = 0;
        while (graph.next()) {
            switch (graph.field()) {
                case 1 -> {
                    if (++steps > MOST_NODES) {
                        throw graph.bad("the graph has more than " + MOST_NODES + " nodes");
                    }
                    OnnxNode node = OnnxNode.read(graph.message());
                    if (TELLING.contains(node.operator())) {
                        nodes.add(node);
                    }
                }
                case 5 -> add(graph, OnnxTensor.read(source, graph.message()));
                case 15 -> throw graph.bad("a sparse tensor is here, which Graft does not read; save the model dense");
                default -> {} // inputs, outputs, documentation
            }
        }
    }

    private void add(Wire graph, OnnxTensor tensor) throws IOException {
        if (tensors.size() == TensorNames.MOST) {
            throw graph.bad("there are more than " + TensorNames.MOST + " tensors");
        }
        if (tensors.put(tensor.name(), tensor) != null) {
            throw graph.bad("tensor '" + tensor.name() + "' is there twice");
        }
    }
}
