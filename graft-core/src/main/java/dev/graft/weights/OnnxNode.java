package dev.graft.weights;

import java.io.IOException;

/** A step of an ONNX graph ({@code NodeProto}), as far as names of weights can be learned from it. */
record OnnxNode(String name, String operator, String first, String second, String output) {

    static OnnxNode read(Wire message) throws IOException {
        String name = "";
        String operator = "";
        String[] inputs = {"", ""};
        int count = 0;
        String output = "";
        while (message.next()) {
            switch (message.field()) {
                case 1 -> {
                    if (count < inputs.length) {
                        inputs[count++] = message.text();
                    }
                }
                case 2 -> output = output.isEmpty() ? message.text() : output;
                case 3 -> name = message.text();
                case 4 -> operator = message.text();
                default -> {} // attributes, with whole graphs in them, say nothing of names
            }
        }
        return new OnnxNode(name, operator, inputs[0], inputs[1], output);
    }
}
