package dev.graft.bench.peers;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import dev.graft.bench.peers.OnnxWeights.Weight;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes a network for pictures as an ONNX graph, with batch norms folded into the convolutions, as PyTorch's exporter
 * does. Input {@code pixels} (n, 3, size, size), output {@code features} (n, D).
 */
final class OnnxPictureGraph implements MapLayers<String> {
    static final String PIXELS = "pixels";
    static final String FEATURES = "features";

    private static final int OPERATORS = 13;
    private static final int FORMAT = 7;
    private static final int FLOAT = TensorProto.DataType.FLOAT.getNumber();
    private static final Weight ZERO = new Weight(new long[0], new float[] {0});
    private static final Weight SIX = new Weight(new long[0], new float[] {6});

    private final PictureWeights weights;
    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("network");
    private int values;

    private OnnxPictureGraph(PictureWeights weights) {
        this.weights = weights;
    }

    /** @param size of a side of the pictures */
    static byte[] of(PictureNetwork network, PictureWeights weights, int size) {
        OnnxPictureGraph writer = new OnnxPictureGraph(weights);
        writer.constant("zero", ZERO);
        writer.constant("six", SIX);
        String mean = network.features(writer, PIXELS);
        writer.graph
                .addNode(NodeProto.newBuilder()
                        .setOpType("Flatten")
                        .addInput(mean)
                        .addOutput(FEATURES))
                .addInput(value(PIXELS, 3, size, size))
                .addOutput(value(FEATURES, -1));
        return ModelProto.newBuilder()
                .setIrVersion(FORMAT)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPERATORS))
                .setGraph(writer.graph)
                .build()
                .toByteArray();
    }

    /** @param sizes after the first one, which is n; -1 where it is not said */
    private static ValueInfoProto value(String name, long... sizes) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("n"));
        for (long size : sizes) {
            TensorShapeProto.Dimension.Builder side = TensorShapeProto.Dimension.newBuilder();
            shape.addDim(size < 0 ? side.setDimParam("d") : side.setDimValue(size));
        }
        TypeProto.Tensor.Builder tensor =
                TypeProto.Tensor.newBuilder().setElemType(FLOAT).setShape(shape);
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }

    @Override
    public String unit(String x, Unit unit) {
        PictureWeights.Folded folded = weights.folded(unit);
        String name = unit.convolution();
        long[] shape = folded.weight().shape();
        constant(name + ".weight", folded.weight());
        constant(name + ".bias", folded.bias());
        String y = node(
                "Conv",
                new String[] {x, name + ".weight", name + ".bias"},
                integers("kernel_shape", shape[2], shape[3]),
                integers("strides", unit.stride(), unit.stride()),
                around(unit.padding()),
                integer("group", unit.depthwise() ? shape[0] : 1));
        return switch (unit.activation()) {
            case NONE -> y;
            case RELU -> relu(y);
            case RELU6 -> node("Clip", new String[] {y, "zero", "six"});
        };
    }

    @Override
    public String sum(String x, String y) {
        return node("Add", new String[] {x, y});
    }

    @Override
    public String relu(String x) {
        return node("Relu", new String[] {x});
    }

    @Override
    public String normed(String x, String norm) {
        List<String> inputs = new ArrayList<>(List.of(x));
        for (String part : List.of("weight", "bias", "running_mean", "running_var")) {
            String name = norm + "." + part;
            constant(name, weights.get(name));
            inputs.add(name);
        }
        return relu(node("BatchNormalization", inputs.toArray(String[]::new))); // its epsilon is that of PyTorch
    }

    @Override
    public String halved(String x) {
        return node("AveragePool", new String[] {x}, integers("kernel_shape", 2, 2), integers("strides", 2, 2));
    }

    @Override
    public String maxPool(String x, int side, int padding, boolean roundUp) {
        return node(
                "MaxPool",
                new String[] {x},
                integers("kernel_shape", side, side),
                integers("strides", 2, 2),
                around(padding),
                integer("ceil_mode", roundUp ? 1 : 0));
    }

    @Override
    public String beside(String x, String y) {
        return node("Concat", new String[] {x, y}, integer("axis", 1));
    }

    @Override
    public String mean(String x) {
        return node("GlobalAveragePool", new String[] {x});
    }

    private String node(String operator, String[] inputs, AttributeProto... attributes) {
        String output = "value" + values++;
        graph.addNode(NodeProto.newBuilder()
                .setOpType(operator)
                .addAllInput(Arrays.asList(inputs))
                .addOutput(output)
                .addAllAttribute(Arrays.asList(attributes)));
        return output;
    }

    private void constant(String name, Weight weight) {
        ByteBuffer bytes =
                ByteBuffer.allocate(weight.values().length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(weight.values());
        TensorProto.Builder tensor =
                TensorProto.newBuilder().setName(name).setDataType(FLOAT).setRawData(ByteString.copyFrom(bytes));
        Arrays.stream(weight.shape()).forEach(tensor::addDims);
        graph.addInitializer(tensor);
    }

    private static AttributeProto around(int padding) {
        return integers("pads", padding, padding, padding, padding);
    }

    private static AttributeProto integer(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeType.INT)
                .setI(value)
                .build();
    }

    private static AttributeProto integers(String name, long... numbers) {
        AttributeProto.Builder attribute =
                AttributeProto.newBuilder().setName(name).setType(AttributeType.INTS);
        Arrays.stream(numbers).forEach(attribute::addInts);
        return attribute.build();
    }
}
