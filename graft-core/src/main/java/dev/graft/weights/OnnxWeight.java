package dev.graft.weights;

import dev.graft.base.ByteSource;
import dev.graft.base.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A tensor under the name and with the shape that PyTorch gives it. */
record OnnxWeight(String name, OnnxTensor tensor, boolean isTransposed) {
    private static final int BLOCK = 32; // rows and columns that stay in the first cache together

    static OnnxWeight plain(String name, OnnxTensor tensor) {
        return new OnnxWeight(name, tensor, false);
    }

    static OnnxWeight transposed(String name, OnnxTensor tensor) {
        return new OnnxWeight(name, tensor, true);
    }

    /** Only for a tensor of a type that Graft reads. */
    TensorEntry entry() {
        long[] sizes = tensor.shape().sizes();
        Shape shape = isTransposed ? new Shape(sizes[1], sizes[0]) : tensor.shape();
        return new TensorEntry(name, tensor.type().orElseThrow(), shape);
    }

    void copy(ByteSource source, ByteBuffer into) throws IOException {
        if (!isTransposed) {
            tensor.copy(source, into);
            return;
        }
        ByteBuffer straight = ByteBuffer.allocate(into.remaining()).order(ByteOrder.LITTLE_ENDIAN);
        tensor.copy(source, straight);
        long[] sizes = tensor.shape().sizes();
        int width = tensor.type().orElseThrow().bytes();
        into.put(turn(straight.array(), (int) sizes[0], (int) sizes[1], width));
    }

    /** From (rows, columns) to (columns, rows), block by block. */
    private static byte[] turn(byte[] from, int rows, int columns, int width) {
        byte[] turned = new byte[from.length];
        for (int row = 0; row < rows; row += BLOCK) {
            for (int column = 0; column < columns; column += BLOCK) {
                turnBlock(from, turned, rows, columns, width, row, column);
            }
        }
        return turned;
    }

    private static void turnBlock(byte[] from, byte[] to, int rows, int columns, int width, int row, int column) {
        int lastRow = Math.min(rows, row + BLOCK);
        int lastColumn = Math.min(columns, column + BLOCK);
        for (int r = row; r < lastRow; r++) {
            for (int c = column; c < lastColumn; c++) {
                int source = (r * columns + c) * width;
                int target = (c * rows + r) * width;
                for (int b = 0; b < width; b++) {
                    to[target + b] = from[source + b];
                }
            }
        }
    }
}
