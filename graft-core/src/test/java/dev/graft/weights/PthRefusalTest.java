package dev.graft.weights;

import static dev.graft.weights.PickleText.call;
import static dev.graft.weights.PickleText.dict;
import static dev.graft.weights.PickleText.i32;
import static dev.graft.weights.PickleText.i64;
import static dev.graft.weights.PickleText.legacy;
import static dev.graft.weights.PickleText.legacyStart;
import static dev.graft.weights.PickleText.list;
import static dev.graft.weights.PickleText.name;
import static dev.graft.weights.PickleText.number;
import static dev.graft.weights.PickleText.numbers;
import static dev.graft.weights.PickleText.storage;
import static dev.graft.weights.PickleText.text;
import static dev.graft.weights.PickleText.tuple;
import static dev.graft.weights.PickleText.vector;
import static dev.graft.weights.PickleText.view;
import static dev.graft.weights.PickleText.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.base.BadInput;
import dev.graft.base.ByteSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PthRefusalTest {
    private static final String V2 = name("torch._utils", "_rebuild_tensor_v2");
    private static final String STATE = dict(text("w"), vector("0", 2));

    private static void open(byte[] bytes) throws IOException {
        PthFile.open(ByteSource.of("w.pth", bytes)).close();
    }

    private static void assertRefused(byte[] bytes, String problem) {
        assertThatThrownBy(() -> open(bytes))
                .isInstanceOf(BadInput.class)
                .message()
                .startsWith("w.pth")
                .contains(problem)
                .doesNotContain("\n", "Exception", "java.", "dev.graft");
    }

    /** The body of a pickle, in both formats. */
    private static void assertRefused(String body, String problem) {
        assertRefused(ZipText.pth(body, ZipText.floats(2)).bytes(), problem);
        assertRefused(PickleText.bytes(legacy(body)), problem);
    }

    @ParameterizedTest
    @CsvSource({
        "builtins, eval",
        "builtins, exec",
        "builtins, getattr",
        "builtins, __import__",
        "__builtin__, eval",
        "os, system",
        "posix, system",
        "nt, system",
        "subprocess, Popen",
        "subprocess, check_output",
        "sys, exit",
        "socket, create_connection",
        "webbrowser, open",
        "runpy, _run_code",
        "shutil, rmtree",
        "torch.storage, _load_from_bytes",
        "torch.jit, _load",
        "torch, load",
        "torch.hub, load",
        "torch.jit._script, unpack_script_module",
        "torch.utils.bottleneck.__main__, run_autograd_prof",
        "torch.utils.collect_env, run",
        "torch._inductor.codecache, compile_file",
        "torch.fx, Interpreter",
        "torch.serialization, load",
        "torch._utils, _rebuild_qtensor",
        "torch._utils, _rebuild_sparse_tensor",
        "torch, ComplexFloatStorage",
        "torch, QInt8Storage",
        "torch.nn.modules.linear, Linear",
        "torchvision.models.resnet, ResNet",
        "argparse, Namespace",
        "numpy, load",
        "numpy.core.multiarray, scalar",
        "numpy.core.multiarray, _reconstruct",
        "numpy.testing._private.utils, runstring",
        "operator, attrgetter",
        "operator, methodcaller",
        "functools, partial",
        "functools, reduce",
        "importlib, import_module",
        "pip, main",
        "pip._internal, main",
        "timeit, timeit",
        "cProfile, run",
        "profile, Profile.run",
        "pdb, run",
        "bdb, Bdb.run",
        "doctest, debug_script",
        "ensurepip, _run_pip",
        "idlelib.pyshell, ModifiedInterpreter.runcode",
        "idlelib.run, Executive.runcode",
        "lib2to3.pgen2.grammar, Grammar.loads",
        "lib2to3.pgen2.pgen, generate",
        "code, InteractiveInterpreter.runcode",
        "codeop, compile_command",
        "ctypes, CDLL",
        "marshal, loads",
        "pickle, loads",
        "_pickle, loads",
        "pydoc, pipepager",
        "trace, Trace.run",
        "types, FunctionType",
        "venv, create",
        "asyncio.unix_events, _UnixSubprocessTransport._start",
        "multiprocessing.util, spawnv_passfds",
        "collections, namedtuple",
        "collections, OrderedDict.__init__",
        "collections.OrderedDict, fromkeys",
        "torch, Size.__class__",
        "torch, FloatStorage.from_file",
        "torch., FloatStorage",
        "t\u043erch, FloatStorage",
        "Torch, FloatStorage",
        "torch, floatStorage",
        "'', eval",
        "torch, _utils._rebuild_tensor_v2"
    })
    void namesWhatItWillNotRun(String module, String name) {
        String called = new String(
                module.getBytes(java.nio.charset.StandardCharsets.UTF_8), java.nio.charset.StandardCharsets.ISO_8859_1);
        String wanted = "asks for '" + module + "." + name + "', which Graft never loads or runs";
        assertRefused(call(name(called, name), text("touch /tmp/x")), wanted);
        assertRefused(text("") + "}" + text(called) + text(name) + "\u0093", wanted);
    }

    @Test
    void runsNothingEvenWhereTheDamageComesBehindTheCall() {
        assertRefused(
                PickleText.bytes("\u0080\u0002" + call(name("os", "system"), text("x")) + "X"), "asks for 'os.system'");
        assertRefused(
                ZipText.pth(call(name("os", "system"), text("x")) + "\u0000").bytes(), "asks for 'os.system'");
    }

    @Test
    void refusesEveryInstructionThatWeightsDoNotNeed() {
        for (int code : new int[] {
            '0', '1', '2', 'F', 'I', 'L', 'P', 'S', 'V', 'd', 'g', 'i', 'l', 'o', 'p', 0x81, 0x82, 0x83, 0x84, 0x8b,
            0x8e, 0x8f, 0x90, 0x91, 0x92, 0x96, 0x97, 0x98
        }) {
            String body = "}" + (char) code + i64(0);
            assertRefused(body, "has the instruction " + PickleCodes.name(code));
            assertThat(PickleCodes.name(code)).matches("[A-Z0-9_]+ \\(0x..\\)");
        }
        IntStream.of(0, 1, 'W', 0x7f, 0x99, 0xff)
                .forEach(code -> assertRefused("}" + (char) code, "which Python does not know"));
    }

    static Stream<Arguments> broken() {
        String lone = storage("0", "FloatStorage", 2);
        return Stream.of(
                Arguments.of("t", "finds no mark"),
                Arguments.of("R", "finds nothing to work on"),
                Arguments.of("}s", "finds nothing to work on"),
                Arguments.of("(}s", "finds nothing to work on"),
                Arguments.of("", "ends with 0 objects"),
                Arguments.of("}}", "ends with 2 objects"),
                Arguments.of("(}", "ends with 1 objects"),
                Arguments.of("h\u0000", "asks for object 0, which it has not stored"),
                Arguments.of("j\u00ff\u00ff\u00ff\u00ff", "asks for object 4294967295"),
                Arguments.of("}q\u0000}", "ends with 2 objects"),
                Arguments.of("(".repeat(1_000_000), "is nested deeper than 1000"),
                Arguments.of("]".repeat(1_600_000), "more memory than that of any checkpoint"),
                Arguments.of("}q\u0000" + "h\u0000".repeat(1_000_000) + "a", "as into a list"),
                Arguments.of("}" + "}q\u0000\u0085".repeat(500_000), "more memory than that of any checkpoint"),
                Arguments.of("X" + i32(-1), "longer than what is left"),
                Arguments.of("T" + i32(-1), "longer than what is left"),
                Arguments.of("\u008d" + i64(-1), "longer than what is left"),
                Arguments.of("\u008d" + i64(Long.MAX_VALUE), "longer than what is left"),
                Arguments.of("B" + i32(-1), "more bytes here"),
                Arguments.of("X" + i32(1) + "\u00ff", "not UTF-8"),
                Arguments.of("\u008a\u00ff", "more bytes here"),
                Arguments.of("\u0095" + i64(-1), "a frame of a length"),
                Arguments.of("\u0080\u0006}", "protocol 6"),
                Arguments.of("c" + "m".repeat(5000), "a name longer than 1000"),
                Arguments.of("ctorch", "here"),
                Arguments.of("K\u0001K\u0002\u0093", "names a thing of Python's by something that is no text"),
                Arguments.of("}" + text("a") + "a", "a dict as into a list"),
                Arguments.of(list() + text("a") + text("b") + "s", "a list as into a dict"),
                Arguments.of("}(" + text("a") + "u", "a key without a value"),
                Arguments.of("}(" + "N" + text("a") + "u", "nothing of use as a dict's key"),
                Arguments.of(dict(vector("0", 2), text("a")), "has a tensor as a dict's key"),
                Arguments.of(dict(tuple(), text("a")), "has a list as a dict's key"),
                Arguments.of(dict(text("a"), "N", text("a"), "N"), "has 'a' twice"),
                Arguments.of("]q\u0000h\u0000a", "holds a list where a dict"),
                Arguments.of("}q\u0000" + text("model") + "h\u0000s", "holds no tensors"),
                Arguments.of(number(7), "holds a number where a dict"),
                Arguments.of(vector("0", 2), "holds a tensor where a dict"),
                Arguments.of("N", "holds nothing of use where a dict"),
                Arguments.of(dict(text("epoch"), number(3)), "holds no tensors"),
                Arguments.of(text("x") + tuple() + "R", "calls a text"),
                Arguments.of(V2 + list() + "R", "with a list"),
                Arguments.of(call(name("torch", "FloatStorage"), number(2)), "which is no function"),
                Arguments.of(call(V2), "makes a _rebuild_tensor of ()"),
                Arguments.of(call(V2, list(), number(0), tuple(), tuple(), "N", "N"), "of (a list, a number"),
                Arguments.of(call(V2, lone, text("0"), tuple(), tuple(), "N", "N"), "of (a storage, a text"),
                Arguments.of(call(V2, lone, number(0), text("a"), tuple(), "N", "N"), "has a text where a tuple"),
                Arguments.of(view(lone, 0, tuple(text("2")), numbers(1)), "of (a text)"),
                Arguments.of(view(lone, 0, tuple("\u0088"), numbers(1)), "of (a number)"),
                Arguments.of(view(lone, 0, numbers(new long[65]), numbers(new long[65])), "_rebuild_tensor of"),
                Arguments.of(call(name("torch._utils", "_rebuild_parameter"), lone, "N", "N"), "of (a storage"),
                Arguments.of(call(name("collections", "OrderedDict"), list(number(1))), "where a tuple is needed"),
                Arguments.of(call(name("collections", "OrderedDict"), list(tuple("N", "N"))), "of (a list)"),
                Arguments.of(call(name("torch", "Size")), "makes a function of ()"),
                Arguments.of("]}b", "gives attributes to a list"),
                Arguments.of("}Nb", "gives attributes to a dict"),
                Arguments.of("NQ", "where a tuple is needed"),
                Arguments.of(tuple() + "Q", "makes a storage of ()"),
                Arguments.of(tuple(text("module"), "N", text("f.py"), text("import os")) + "Q", "whole model"),
                Arguments.of(tuple(text("storage"), V2, text("0"), text("cpu"), number(2)) + "Q", "a storage of"),
                Arguments.of(storage("0", "FloatStorage", -1), "makes a storage of"),
                Arguments.of(
                        tuple(text("storage"), name("torch", "FloatStorage"), number(0), text("cpu"), number(2)) + "Q",
                        "makes a storage of"),
                Arguments.of(lone + storage("0", "FloatStorage", 3), "two things of storage '0'"),
                Arguments.of(lone + storage("0", "IntStorage", 2), "two things of storage '0'"),
                Arguments.of(view(lone, 0, numbers(2), numbers(-1)), "none may be negative"),
                Arguments.of(view(lone, -1, numbers(2), numbers(1)), "none may be negative"),
                Arguments.of(view(lone, 0, numbers(-2), numbers(1)), "none may be negative"),
                Arguments.of(view(lone, 1, numbers(2), numbers(1)), "reaches beyond its storage of 2"),
                Arguments.of(view(lone, 0, numbers(2), numbers(2)), "reaches beyond its storage of 2"),
                Arguments.of(view(lone, 2, numbers(), numbers()), "reaches beyond its storage of 2"),
                Arguments.of(view(lone, 0, numbers(2, 2), numbers(1)), "of 2 sizes and 1 strides"),
                Arguments.of(view(lone, 0, numbers(1_000_000_000_000L), numbers(0)), "blows up a storage of 2"),
                Arguments.of(
                        view(lone, 0, numbers(4194305, 4194305, 211106198978564L), numbers(0, 0, 0)),
                        "more than 2^63 elements"),
                Arguments.of(view(lone, 0, numbers(2, 2), numbers(Long.MAX_VALUE - 1, 1)), "reaches beyond"),
                Arguments.of(view(lone, 0, numbers(3, 2), numbers(Long.MAX_VALUE, 1)), "more than 2^63 elements"),
                Arguments.of(view(lone, Long.MAX_VALUE, numbers(2), numbers(1)), "more than 2^63 elements"));
    }

    @ParameterizedTest
    @MethodSource("broken")
    @Timeout(20)
    void refusesEachBrokenPickle(String body, String problem) {
        assertRefused(body, problem);
    }

    /** LibTorch's own reader makes its memo as long as the index says: 32 GB here. */
    @Test
    @Timeout(20)
    void aHugeMemoIndexCostsNothing() throws IOException {
        String body = STATE + "r\u00ff\u00ff\u00ff\u00ffr\u00ff\u00ff\u00ff\u007f";
        readAll(ZipText.pth(body, ZipText.floats(2)).bytes());
    }

    @Test
    @Timeout(20)
    void doesNotGrowByCallsOnWhatIsThereAlready() {
        String pairs = IntStream.range(0, 20_000)
                .mapToObj(i -> "](" + text("k" + i) + "Ne")
                .reduce(new StringBuilder("]("), StringBuilder::append, StringBuilder::append)
                .append("e\u0085q\u0000")
                .toString();
        String calls = (name("collections", "OrderedDict") + "q\u0001").concat("h\u0001h\u0000R".repeat(20_000));
        assertRefused(pairs + calls, "more memory than that of any checkpoint");
    }

    @Test
    @Timeout(20)
    void looksThroughDictsThatStandInManyPlacesOnce() {
        StringBuilder body = new StringBuilder("}q\u0000");
        for (int level = 1; level < 5; level++) {
            body.append("}(");
            for (int i = 0; i < 1000; i++) {
                body.append(text("k" + i)).append("h").append((char) (level - 1));
            }
            body.append("uq").append((char) level);
        }
        assertRefused("(" + body + "t", "holds a list");
        String last = body.toString();
        assertRefused(dict(text("a"), list(last), text("b"), "h\u0004"), "holds no tensors");
    }

    private static Arguments zip(Consumer<ZipText> damage, String problem) {
        ZipText zip = ZipText.pth(STATE, ZipText.floats(2));
        damage.accept(zip);
        return Arguments.of(zip.bytes(), problem);
    }

    private static Arguments entry(Consumer<ZipText.Entry> damage, String problem) {
        return zip(zip -> damage.accept(zip.entry("tiny/data/0")), problem);
    }

    static Stream<Arguments> brokenZips() {
        return Stream.of(
                entry(e -> e.flags |= 1, "entry 'tiny/data/0' is encrypted"),
                entry(e -> e.flags |= 0x2000, "is encrypted"),
                entry(e -> e.localFlags |= 1, "other flags in its own header"),
                entry(e -> e.method = e.localMethod = 8, "is compressed, which PyTorch never does; unpack"),
                entry(e -> e.localMethod = 8, "another method or other flags in its own header"),
                entry(e -> e.localName = "tiny/data/1", "has another name in its own header"),
                entry(e -> e.localName = "tiny/data/", "has another name in its own header"),
                entry(e -> e.name = "tiny/data/\u00ff", "not UTF-8"),
                entry(e -> e.localCrc ^= 1, "has two checksums"),
                entry(e -> e.localSize = 4, "has two sizes"),
                entry(e -> e.packed = 4, "a size or place that cannot be"),
                entry(e -> e.signature = 7, "an entry of the zip directory is damaged"),
                entry(e -> e.headerShift = 1, "does not begin where the zip directory says"),
                entry(e -> e.headerShift = 100_000, "lies behind the zip directory"),
                entry(e -> e.size = e.packed = e.localSize = 1_000_000, "reaches into the directory"),
                entry(e -> e.size = e.packed = e.localSize = 40, "overlaps with the one before it"),
                entry(
                        e -> {
                            e.size = -1;
                            e.packed = -1;
                            e.localSize = -1;
                            e.extra =
                                    PickleText.i16(1) + PickleText.i16(16) + i64(Long.MAX_VALUE) + i64(Long.MAX_VALUE);
                        },
                        "reaches into the directory"),
                entry(
                        e -> {
                            e.size = -1;
                            e.packed = -1;
                            e.extra = PickleText.i16(1) + PickleText.i16(16) + i64(-8) + i64(-8);
                        },
                        "a size or place that cannot be"),
                entry(e -> e.extra = PickleText.i16(7) + PickleText.i16(60_000), "points to byte"),
                entry(e -> e.name = e.localName = "tiny/data/7", "has no entry 'tiny/data/0'"),
                entry(e -> e.data = ZipText.floats(1), "entry 'tiny/version' overlaps with the one before it"),
                zip(z -> z.add("tiny/data/0", ZipText.floats(2)), "entry 'tiny/data/0' is there twice"),
                zip(
                        z -> z.add("other/data.pkl", whole(STATE)),
                        "more than one data.pkl: other/data.pkl, tiny/data.pkl"),
                zip(z -> z.entries.remove(0), "it has no data.pkl in a folder"),
                zip(z -> z.add("tiny/byteorder", "big"), "another byte order"),
                zip(z -> z.add("tiny/constants.pkl", whole("N")), "is TorchScript, which is code"),
                zip(z -> z.add("tiny/code/__torch__.py", ""), "is TorchScript"),
                zip(
                        z -> {
                            z.add("tiny/data/1", "");
                            z.entries.get(z.entries.size() - 1).header = 0;
                        },
                        "has two checksums"),
                zip(z -> z.comment = "hello", "does not end as a zip file without a comment does"),
                zip(z -> z.behindDirectory = "x", "lies elsewhere than right before this end"),
                zip(z -> z.directoryShift = 1, "lies elsewhere than right before this end"),
                zip(z -> z.countShift = 1, "more than its directory has room for"),
                zip(z -> z.countShift = -1, "more in it than its entries"),
                zip(z -> z.countShift = 60_000, "more than its directory has room for"),
                zip(z -> z.disk = 1, "a part of a split zip file"),
                zip(
                        z -> {
                            z.wide = true;
                            z.wideLocator = 1;
                        },
                        "points to a wrong end of the directory"),
                zip(
                        z -> {
                            z.wide = true;
                            z.countShift = Long.MAX_VALUE - 8;
                        },
                        "more than its directory has room for"),
                zip(
                        z -> {
                            z.wide = true;
                            z.directoryShift = Long.MIN_VALUE;
                        },
                        "says two things of where its directory lies"));
    }

    @ParameterizedTest
    @MethodSource("brokenZips")
    @Timeout(20)
    void refusesEachBrokenZip(byte[] bytes, String problem) {
        assertRefused(bytes, problem);
    }

    @Test
    void refusesAPrefixBeforeTheFirstEntry() {
        ZipText zip = ZipText.pth(STATE, ZipText.floats(2));
        zip.before = "PK\u0003\u0004 and then something else";
        assertRefused(zip.bytes(), "has something before its first entry");
    }

    @Test
    void refusesAStorageOfAnotherSizeThanItsTensorsSay() {
        assertRefused(ZipText.pth(STATE, ZipText.floats(3)).bytes(), "'tiny/data/0' has 12 bytes, but its 2 elements");
        assertRefused(ZipText.pth(STATE, ZipText.floats(1)).bytes(), "'tiny/data/0' has 4 bytes, but its 2 elements");
        String huge = dict(text("w"), view(storage("0", "FloatStorage", Long.MAX_VALUE), 0, numbers(), numbers()));
        assertRefused(ZipText.pth(huge, ZipText.floats(2)).bytes(), "more than 2^63 bytes");
    }

    @Test
    void refusesAPickleThatGoesOn() {
        ZipText zip =
                new ZipText().add("tiny/data.pkl", whole(STATE) + whole("}")).add("tiny/data/0", ZipText.floats(2));
        assertRefused(zip.bytes(), "something follows the pickle's end");
    }

    @Test
    void refusesFlippedValuesByTheChecksumWhenTheyAreRead() throws IOException {
        byte[] bytes = ZipText.pth(STATE, ZipText.floats(2)).bytes();
        int at = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf(ZipText.floats(2));
        bytes[at + 3] ^= 1;
        try (PthFile file = PthFile.open(ByteSource.of("w.pth", bytes))) {
            assertThatThrownBy(() -> file.floats("w"))
                    .isInstanceOf(BadInput.class)
                    .hasMessageContaining("entry 'tiny/data/0' does not have the checksum");
        }
        bytes[at + 3] ^= 1;
        bytes[new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("FloatStorage")] ^= 1;
        assertRefused(bytes, "entry 'tiny/data.pkl' does not have the checksum");
    }

    static Stream<Arguments> brokenLegacies() {
        String state = legacyStart() + whole(STATE);
        String keys = whole(list(text("0")));
        String raw = i64(2) + ZipText.floats(2);
        return Stream.of(
                Arguments.of(whole(STATE), "is a pickle, but not one that torch.save wrote"),
                Arguments.of(legacyStart().replace("\u00e9\u0003", "\u00ea\u0003") + whole(STATE), "than 1001"),
                Arguments.of(legacyStart().replace('\u0088', '\u0089') + whole(STATE), "another byte order"),
                Arguments.of(state, "here"),
                Arguments.of(state + keys, "needs 8 more bytes here"),
                Arguments.of(state + whole("}") + raw, "does not list its storages"),
                Arguments.of(state + whole(list()), "lacks storage '0'"),
                Arguments.of(state + whole(list(text("1"))) + raw, "a storage that no tensor lies in"),
                Arguments.of(state + whole(list("N")) + raw, "a storage that no tensor lies in"),
                Arguments.of(state + whole(list(text("0"), text("0"))) + raw + raw, "has a storage twice"),
                Arguments.of(state + keys + i64(3) + ZipText.floats(3), "storage '0' has 3 elements here, 2"),
                Arguments.of(state + keys + i64(-1) + ZipText.floats(2), "has -1 elements here"),
                Arguments.of(state + keys + raw + "x", "goes on behind its last storage"),
                Arguments.of(state + keys + raw.substring(1), "elements here"));
    }

    @ParameterizedTest
    @MethodSource("brokenLegacies")
    @Timeout(20)
    void refusesEachBrokenFileOfTheOldFormat(String file, String problem) {
        assertRefused(PickleText.bytes(file), problem);
    }

    @Test
    void refusesWholeModelsAndTorchScriptOfPyTorchItself() throws IOException {
        assertRefused(PthFileTest.bytes("whole.zip.pth"), "asks for 'torch.nn.modules.container.Sequential'");
        assertRefused(PthFileTest.bytes("whole.zip.pth"), "torch.save(model.state_dict(), 'weights.pth')");
        assertRefused(PthFileTest.bytes("script.pt"), "torch.save(torch.jit.load(FILE).state_dict(), 'weights.pth')");
    }

    private static final List<String> SOUND = List.of(
            "kinds.zip.pth", "kinds.legacy.pth", "checkpoint.zip.pth", "checkpoint.legacy.pth", "protocol4.pth");

    @ParameterizedTest
    @ValueSource(strings = {"kinds.zip.pth", "kinds.legacy.pth"})
    @Timeout(20)
    void refusesEveryTruncation(String file) throws IOException {
        byte[] sound = PthFileTest.bytes(file);
        for (int length = 0; length < sound.length; length++) {
            byte[] cut = Arrays.copyOf(sound, length);
            assertThatThrownBy(() -> open(cut)).as("cut to %s", length).isInstanceOf(BadInput.class);
        }
    }

    /** A flipped byte gives a refusal, or tensors, and never takes long or much memory. */
    @Test
    @Timeout(60)
    void damageIsRefusedOrHarmless() throws IOException {
        List<byte[]> files = new ArrayList<>();
        for (String file : SOUND) {
            files.add(PthFileTest.bytes(file));
        }
        for (long seed = 0; seed < 4_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] bytes = files.get((int) (seed % files.size())).clone();
            for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            assertThatCode(() -> readAll(bytes))
                    .as("seed %s", seed)
                    .satisfiesAnyOf(
                            thrown -> assertThat(thrown).isNull(),
                            thrown -> assertThat(thrown).isInstanceOf(BadInput.class));
        }
    }

    /** The checksum would hide what a damaged pickle does: here it is right, or not there. */
    @Test
    @Timeout(60)
    void aDamagedPickleWithARightChecksumIsRefusedOrHarmless() {
        String attributes = "}" + text("_metadata") + "}sb";
        String body = dict(
                text("state_dict"),
                dict(
                                text("a"),
                                vector("0", 2),
                                text("b"),
                                view(storage("1", "HalfStorage", 4), 1, numbers(1, 2), numbers(2, 1)))
                        + attributes,
                text("epoch"),
                number(3),
                text("more"),
                list(number(1), tuple("N", "\u0088")));
        byte[] sound = PickleText.bytes(whole(body));
        for (long seed = 0; seed < 4_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] bytes = sound.clone();
            for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
                int at = random.nextInt(bytes.length);
                bytes[at] = (byte) (random.nextBoolean() ? bytes[at] ^ 1 << random.nextInt(8) : random.nextInt());
            }
            String pickle = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
            byte[] file = new ZipText()
                    .add("tiny/data.pkl", pickle)
                    .add("tiny/data/0", ZipText.floats(2))
                    .add("tiny/data/1", ZipText.floats(2))
                    .bytes();
            assertThatCode(() -> readAll(file))
                    .as("seed %s", seed)
                    .satisfiesAnyOf(
                            thrown -> assertThat(thrown).isNull(),
                            thrown -> assertThat(thrown).isInstanceOf(BadInput.class));
        }
    }

    private static void readAll(byte[] bytes) throws IOException {
        try (PthFile file = PthFile.open(ByteSource.of("w.pth", bytes))) {
            for (String name : file.names()) {
                file.floats(name);
            }
        }
    }
}
