package dev.graft.bench.peers;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.CodedInputStream;
import dev.graft.base.BadInput;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/** The weights of a BERT-like encoder in an ONNX file, under the names and in the layout that PyTorch gives them. */
final class OnnxWeights {
    private static final int FLOAT = TensorProto.DataType.FLOAT.getNumber();

    private OnnxWeights() {}

    /** Row-major values of a shape. */
    record Weight(long[] shape, float[] values) {

        /** A matrix (rows, columns) as (columns, rows). */
        Weight transposed() {
            int rows = (int) shape[0];
            int columns = (int) shape[1];
            float[] turned = new float[values.length];
            for (int row = 0; row < rows; row++) {
                for (int column = 0; column < columns; column++) {
                    turned[column * rows + row] = values[row * columns + column];
                }
            }
            return new Weight(new long[] {columns, rows}, turned);
        }
    }

    /**
     * All float weights. The exporter leaves the matrices of linear layers without a name and turned, (in, out); the
     * node {@code /encoder/layer.0/output/dense/MatMul} that uses one tells its name.
     */
    static Map<String, Weight> of(CarriedEncoder encoder) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(encoder.onnx());
        in.setSizeLimit(Integer.MAX_VALUE);
        ModelProto model = ModelProto.parseFrom(in);
        Map<String, Weight> weights = new HashMap<>();
        for (TensorProto tensor : model.getGraph().getInitializerList()) {
            if (tensor.getDataType() == FLOAT) {
                weights.put(tensor.getName(), weight(tensor));
            }
        }
        for (NodeProto node : model.getGraph().getNodeList()) {
            if (node.getOpType().equals("MatMul") && weights.containsKey(node.getInput(1))) {
                String path = node.getName().replaceFirst("^/", "").replaceFirst("/MatMul$", "");
                weights.put(
                        path.replace('/', '.') + ".weight",
                        weights.remove(node.getInput(1)).transposed());
            }
        }
        if (!weights.containsKey("encoder.layer.0.attention.self.query.weight")) {
            throw new BadInput(
                    encoder.modelName(), "has no float weights of a BERT encoder; take one that is not int8");
        }
        return weights;
    }

    private static Weight weight(TensorProto tensor) {
        long[] shape = tensor.getDimsList().stream().mapToLong(Long::longValue).toArray();
        float[] values;
        if (tensor.hasRawData()) {
            values = new float[tensor.getRawData().size() / Float.BYTES];
            tensor.getRawData()
                    .asReadOnlyByteBuffer()
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(values);
        } else {
            values = new float[tensor.getFloatDataCount()];
            for (int i = 0; i < values.length; i++) {
                values[i] = tensor.getFloatData(i);
            }
        }
        return new Weight(shape, values);
    }
}
