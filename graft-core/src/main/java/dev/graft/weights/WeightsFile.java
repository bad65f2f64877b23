package dev.graft.weights;

import dev.graft.base.BadInput;
import dev.graft.base.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Opens a file of weights of any format that Graft reads. Its first bytes decide, not its name. */
public final class WeightsFile {
    private static final int HEAD = 512;

    /**
     * What people take for weights, by its first bytes.
     *
     * @param at where they stand
     */
    private record Lookalike(int at, String magic, String problem) {
        boolean is(byte[] head) {
            byte[] wanted = magic.getBytes(StandardCharsets.ISO_8859_1);
            return head.length >= at + wanted.length
                    && Arrays.equals(head, at, at + wanted.length, wanted, 0, wanted.length);
        }
    }

    private static final String WEB_PAGE = "is a web page and not weights; was it saved from a page about them?";

    private static final List<Lookalike> LOOKALIKES = List.of(
            new Lookalike(
                    0, "version https://git-lfs", "is a pointer of Git LFS and not the weights; run git lfs pull"),
            new Lookalike(0, "<!", WEB_PAGE),
            new Lookalike(0, "<html", WEB_PAGE),
            new Lookalike(
                    0, "\u0089HDF", "is HDF5, as of Keras, which Graft does not read yet; save it as safetensors"),
            new Lookalike(0, "\u001f\u008b", "is compressed by gzip; unpack it first"),
            new Lookalike(0, "7z\u00bc\u00af", "is a 7z archive; unpack it first"),
            new Lookalike(
                    0, "\u0093NUMPY", "is an array of NumPy's without a name; save a dict of them as safetensors"),
            new Lookalike(0, "GGUF", "is GGUF, whose packed weights cannot be trained; take the network's safetensors"),
            new Lookalike(
                    257, "ustar", "is a tar archive, as PyTorch wrote before 0.1.10; unpack it, or save it again"));

    private WeightsFile() {}

    /**
     * Opens safetensors, the index of a network cut into several of them, PyTorch's {@code .pth}, or ONNX.
     *
     * @throws BadInput where it is none of them, says what it seems to be
     */
    public static TensorFile open(Path file) throws IOException {
        ByteSource source = ByteSource.open(file);
        if (startsAsText(source, '{')) {
            source.close();
            return ShardedSafetensors.open(file);
        }
        return open(source);
    }

    /** The source is closed with what is returned, or at once where it is refused. An index needs a {@link Path}. */
    public static TensorFile open(ByteSource source) throws IOException {
        byte[] head = head(source);
        if (isSafetensors(source, head)) {
            return Safetensors.open(source);
        }
        int first = head.length == 0 ? -1 : Byte.toUnsignedInt(head[0]);
        if (first == LegacyLayout.MAGIC || head.length >= 4 && new Lookalike(0, "PK\u0003\u0004", "").is(head)) {
            return PthFile.open(source);
        }
        boolean onnx = first == 0x08; // field 1, a number: the version
        return onnx ? OnnxWeights.open(source) : refuse(source, head);
    }

    private static TensorFile refuse(ByteSource source, byte[] head) throws IOException {
        source.close();
        String problem = LOOKALIKES.stream()
                .filter(kind -> kind.is(head))
                .map(Lookalike::problem)
                .findFirst()
                .orElse(
                        head.length == 0
                                ? "is empty"
                                : "is no weights file: Graft reads safetensors, PyTorch's .pth, .pt and .bin, and ONNX");
        throw new BadInput(source.name(), problem);
    }

    private static byte[] head(ByteSource source) throws IOException {
        byte[] head = new byte[(int) Math.min(HEAD, source.length())];
        source.read(0, ByteBuffer.wrap(head));
        return head;
    }

    /** A length that fits, then a brace. No file of the other formats has both. */
    private static boolean isSafetensors(ByteSource source, byte[] head) throws IOException {
        if (head.length < 9 || head[8] != '{') {
            return false;
        }
        source.seek(0);
        long length = source.i64();
        return length >= 2 && length <= source.length();
    }

    private static boolean startsAsText(ByteSource source, char wanted) throws IOException {
        String text = new String(head(source), StandardCharsets.ISO_8859_1).stripLeading();
        return !text.isEmpty() && text.charAt(0) == wanted && !isSafetensors(source, head(source));
    }
}
