package dev.graft.weights;

import static dev.graft.weights.PickleText.call;
import static dev.graft.weights.PickleText.dict;
import static dev.graft.weights.PickleText.list;
import static dev.graft.weights.PickleText.name;
import static dev.graft.weights.PickleText.number;
import static dev.graft.weights.PickleText.numbers;
import static dev.graft.weights.PickleText.storage;
import static dev.graft.weights.PickleText.text;
import static dev.graft.weights.PickleText.vector;
import static dev.graft.weights.PickleText.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.base.BadInput;
import dev.graft.base.ByteSource;
import dev.graft.base.DType;
import dev.graft.base.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On files of PyTorch 1.13, which {@code src/test/scripts/pth/make_pth.py} wrote, and on some put together here. */
class PthFileTest {
    private static final Map<String, DType> TYPES = Map.of(
            "torch.float16",
            DType.F16,
            "torch.bfloat16",
            DType.BF16,
            "torch.float32",
            DType.F32,
            "torch.float64",
            DType.F64,
            "torch.int8",
            DType.I8,
            "torch.uint8",
            DType.U8,
            "torch.int16",
            DType.I16,
            "torch.int32",
            DType.I32,
            "torch.int64",
            DType.I64,
            "torch.bool",
            DType.BOOL);

    static byte[] bytes(String file) throws IOException {
        try (InputStream in = PthFileTest.class.getResourceAsStream("pth/" + file)) {
            return in.readAllBytes();
        }
    }

    private static PthFile open(String file) throws IOException {
        return PthFile.open(ByteSource.of(file, bytes(file)));
    }

    private static PthFile open(ZipText zip) throws IOException {
        return PthFile.open(ByteSource.of("w.pth", zip.bytes()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kinds.zip.pth",
                "kinds.legacy.pth",
                "network.zip.pth",
                "network.legacy.pth",
                "checkpoint.zip.pth",
                "checkpoint.legacy.pth",
                "protocol4.pth"
            })
    void givesEachTensorAsPythonPrintsIt(String file) throws IOException {
        String expected = file.startsWith("protocol4") ? "kinds" : file.substring(0, file.indexOf('.'));
        String[] lines = new String(bytes(expected + ".txt"), StandardCharsets.UTF_8).split("\n");
        try (PthFile weights = open(file)) {
            assertThat(weights.names())
                    .containsExactly(
                            Arrays.stream(lines).map(l -> l.split("\t", -1)[0]).toArray(String[]::new));
            for (String line : lines) {
                String[] fields = line.split("\t", -1);
                TensorEntry entry = weights.entry(fields[0]);
                assertThat(entry.type()).as(fields[0]).isEqualTo(TYPES.get(fields[1]));
                assertThat(entry.shape()).as(fields[0]).isEqualTo(new Shape(longs(fields[2])));
                assertThat(weights.floats(fields[0])).as(fields[0]).isEqualTo(floats(fields[3]));
            }
        }
    }

    private static long[] longs(String line) {
        return line.isEmpty()
                ? new long[0]
                : Arrays.stream(line.split(" ")).mapToLong(Long::parseLong).toArray();
    }

    private static float[] floats(String line) {
        String[] values = line.isEmpty() ? new String[0] : line.split(" ");
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) Double.parseDouble(values[i]);
        }
        return floats;
    }

    @ParameterizedTest
    @ValueSource(strings = {"checkpoint.zip.pth", "checkpoint.legacy.pth"})
    void findsTheStateInACheckpointAndSaysWhatElseIsThere(String file) throws IOException {
        try (PthFile weights = open(file)) {
            assertThat(weights.names()).contains("module.0.weight").noneMatch(name -> name.contains("momentum"));
            assertThat(weights.metadata()).isEqualTo(Map.of("epoch", "3", "arch", "tiny", "best", "0.75"));
            assertThat(weights.unread()).containsExactly("optimizer");
        }
    }

    @Test
    void findsAStateTwoDictsDeepAndUnderAnUnusualName() throws IOException {
        String state = dict(text("w"), vector("0", 2));
        try (PthFile deep = open(ZipText.pth(dict(text("model"), dict(text("state_dict"), state)), ZipText.floats(2)));
                PthFile odd = open(ZipText.pth(dict(text("teacher"), state), ZipText.floats(2)))) {
            assertThat(deep.floats("w")).containsExactly(1, 2);
            assertThat(odd.floats("w")).containsExactly(1, 2);
        }
    }

    @Test
    void takesNoTensorBesideTheStateForOneOfIt() throws IOException {
        String body = dict(text("best_acc1"), vector("0", 1), text("state_dict"), dict(text("w"), vector("1", 2)));
        try (PthFile weights = open(ZipText.pth(body, ZipText.floats(1), ZipText.floats(2)))) {
            assertThat(weights.names()).containsExactly("w");
            assertThat(weights.floats("w")).containsExactly(1, 2);
            assertThat(weights.unread()).containsExactly("best_acc1");
        }
    }

    @Test
    void asksWhichOfTwoNetworksIsMeant() {
        String state = dict(text("w"), vector("0", 2));
        ZipText zip = ZipText.pth(dict(text("student"), state, text("teacher"), state), ZipText.floats(2));
        assertThatThrownBy(() -> open(zip))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("several dicts of tensors, student, teacher")
                .hasMessageContaining("torch.load(FILE)['student']");
    }

    @Test
    void readsWhatPython2Wrote() throws IOException {
        String pair = "](U\u0001w" + vector("0", 2) + "e";
        try (PthFile weights =
                open(ZipText.pth(call(name("collections", "OrderedDict"), list(pair)), ZipText.floats(2)))) {
            assertThat(weights.floats("w")).containsExactly(1, 2);
        }
    }

    @Test
    void twoTensorsMayShareAStorageAndASingleElementMayStandOften() throws IOException {
        String both = storage("0", "FloatStorage", 6);
        String body = dict(
                text("row"), view(both, 1, numbers(2), numbers(1)),
                text("column"), view(both, 1, numbers(2), numbers(3)),
                text("constant"), view(both, 4, numbers(2, 3), numbers(0, 0)),
                text("scalar"), view(both, 5, numbers(), numbers()),
                text("none"), view(both, 6, numbers(0, 9), numbers(1, 1)));
        try (PthFile weights = open(ZipText.pth(body, ZipText.floats(6)))) {
            assertThat(weights.floats("row")).containsExactly(2, 3);
            assertThat(weights.floats("column")).containsExactly(2, 5);
            assertThat(weights.floats("constant")).containsExactly(5, 5, 5, 5, 5, 5);
            assertThat(weights.floats("scalar")).containsExactly(6);
            assertThat(weights.floats("none")).isEmpty();
        }
    }

    @Test
    void readsZipFilesWithSixtyFourBitFieldsAndSizesBehindTheBytes() throws IOException {
        ZipText zip = ZipText.pth(dict(text("w"), vector("0", 2)), ZipText.floats(2));
        zip.wide = true;
        ZipText.Entry entry = zip.entry("tiny/data/0");
        entry.size = -1;
        entry.packed = -1;
        entry.extra = PickleText.i16(1) + PickleText.i16(16) + PickleText.i64(8) + PickleText.i64(8);
        entry.flags |= 8;
        entry.localFlags |= 8;
        entry.localCrc = 0;
        entry.localSize = 0;
        entry.localExtra = "FB\u0004\u0000ZZZZ";
        entry.behind = "PK\u0007\u0008" + PickleText.i32(0) + PickleText.i64(8) + PickleText.i64(8);
        try (PthFile weights = open(zip)) {
            assertThat(weights.floats("w")).containsExactly(1, 2);
        }
    }

    /** As PyTorch leaves it where its checksums are switched off. */
    @Test
    void aChecksumOfZeroIsNone() throws IOException {
        ZipText zip = ZipText.pth(dict(text("w"), vector("0", 2)), ZipText.floats(2));
        zip.entries.forEach(entry -> {
            entry.crc = 0;
            entry.localCrc = 0;
        });
        try (PthFile weights = open(zip)) {
            assertThat(weights.floats("w")).containsExactly(1, 2);
        }
    }

    @Test
    void anUnusedNumberOfAnySizeDoesNotDisturb() throws IOException {
        String huge = "\u008a\u0010" + "\u0001".repeat(16);
        String body = dict(text("w"), vector("0", 2), text("huge"), huge, number(7), number(8));
        try (PthFile weights = open(ZipText.pth(body, ZipText.floats(2)))) {
            assertThat(weights.metadata()).containsKeys("huge", "7");
        }
    }
}
