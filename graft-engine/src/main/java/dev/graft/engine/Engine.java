package dev.graft.engine;

import dev.graft.base.Check;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.openblas.presets.openblas_nolapack;
import org.bytedeco.pytorch.global.torch;

/**
 * LibTorch in this process: loaded once, with its thread pools, memory limits and pages set as they run fastest. The
 * first use of a {@link Tensor} starts it; nothing needs to be called before.
 */
public final class Engine {
    private static final String[] LIBRARIES = {"javacpp", "openblas", "pytorch"};
    private static final String EXTENSION = "platform.extension"; // as JavaCPP names it
    private static volatile boolean started;
    private static volatile int threads = Runtime.getRuntime().availableProcessors();
    private static boolean cuda;
    private static int callers;
    private static final AtomicInteger SETTING = new AtomicInteger(); // how often the number of threads has been set
    private static final int OWN = Integer.MAX_VALUE;
    private static final int NEVER = -1;
    private static final ThreadLocal<int[]> SEEN = ThreadLocal.withInitial(() -> new int[] {NEVER});
    private static final SpinThrottle THROTTLE = new SpinThrottle();

    private Engine() {}

    /**
     * Loads the native libraries, the first time in 2 to 3 s (they are unpacked), later in under 1 s.
     *
     * @throws EngineException where this platform has no native library or it cannot be loaded
     */
    public static void start() {
        if (!started) {
            boot();
        }
    }

    /** Begins to load the native libraries while the caller reads files; a fault shows at the first use. */
    public static void warm() {
        if (!started) {
            Thread thread = new Thread(
                    () -> {
                        try {
                            start();
                        } catch (EngineException e) {
                            // the first use says it
                        }
                    },
                    "graft-engine-start");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private static synchronized void boot() {
        if (started) {
            return;
        }
        System.setProperty("org.bytedeco.javacpp.maxphysicalbytes", "0"); // else heaps of under 1 GB "run out"
        boolean cudaBuild = unpack();
        load(cudaBuild);
        torch.set_env("THP_MEM_ALLOC_ENABLE", "1"); // large pages; read at the first large allocation
        torch.set_env("ORT_DISABLE_TELEMETRY", "1"); // should an ONNX Runtime be loaded beside us
        cuda = "cuda".equals(System.getProperty("graft.device")) && torch.cuda_is_available();
        started = true;
        applyThreads();
        threadsHere();
        THROTTLE.on();
    }

    /** Without a CUDA build nothing of CUDA is looked for, which on a long class path takes half a second. */
    private static void load(boolean cudaBuild) {
        boolean plain = !cudaBuild && Loader.loadProperties().putIfAbsent(EXTENSION, "") == null;
        try {
            loadCore(cudaBuild ? "-gpu" : "");
            Loader.load(torch.class);
        } catch (IOException | LinkageError e) {
            throw new EngineException("the native libraries for " + platform() + " could not be loaded: "
                    + EngineException.reason(e) + ". Run 'graft doctor'.");
        } finally {
            if (plain) {
                Loader.loadProperties().remove(EXTENSION); // other libraries of the process may have extensions
            }
        }
    }

    /**
     * On Linux, what the other libraries need of LibTorch, before them: JavaCPP would load one that needs it first, for
     * which the system's linker takes it from a folder in LD_LIBRARY_PATH, if there is one.
     */
    private static void loadCore(String build) throws IOException {
        if (!platform().startsWith("linux")) {
            return;
        }
        Loader.load(openblas.class); // which they need in turn
        for (String name : List.of("libgomp.so.1", "libc10.so", "libtorch_cpu.so")) {
            File found = Loader.cacheResource("/org/bytedeco/pytorch/" + platform() + build + "/" + name);
            if (found != null) {
                System.load(found.getAbsolutePath());
            }
        }
    }

    /**
     * Unpacks every library before one is loaded: else the system's linker finds another LibTorch, and crashes.
     *
     * @return whether there is a CUDA build
     */
    private static boolean unpack() {
        boolean cudaBuild = false;
        try {
            for (String library : LIBRARIES) {
                boolean gpu = "pytorch".equals(library) && unpacked(library, "-gpu");
                cudaBuild |= gpu;
                if (!unpacked(library, "") && !gpu) {
                    throw new EngineException("the engine has no native library '" + library + "' for " + platform()
                            + "; it runs on linux-x86_64, macosx-arm64 and windows-x86_64. Add org.bytedeco:" + library
                            + " with the classifier of one of these.");
                }
            }
            return cudaBuild;
        } catch (IOException | UncheckedIOException e) {
            throw new EngineException("the native libraries could not be unpacked into the cache folder: "
                    + EngineException.reason(e)
                    + ". Free some space there, or name another folder by -Dorg.bytedeco.javacpp.cachedir=FOLDER.");
        }
    }

    private static boolean unpacked(String library, String build) throws IOException {
        File[] found = Loader.cacheResources("/org/bytedeco/" + library + "/" + platform() + build + "/");
        return found != null && found.length > 0;
    }

    /** As {@code linux-x86_64}. */
    public static String platform() {
        return Loader.getPlatform();
    }

    /** Number of threads that one operation may use; by default the processors of this machine. */
    public static int threads() {
        return threads;
    }

    /** @param count at least 1; the same count gives the same bits */
    public static void threads(int count) {
        threads = Check.atLeast("threads", count, 1);
        if (started) { // else the start applies them, which this does not wait for
            applyThreads();
        }
    }

    private static synchronized void applyThreads() {
        SETTING.incrementAndGet();
        openblas_nolapack.blas_set_num_threads(threads);
    }

    /**
     * Gives this thread its number of threads, where that has been set anew. LibTorch keeps it per thread, and lets a
     * thread begin with what any other one set last, so that a caller could find itself with one, and other bits.
     */
    static void threadsHere() {
        int[] seen = SEEN.get();
        if (seen[0] != OWN && seen[0] != SETTING.get()) {
            seen[0] = SETTING.get();
            setHere(threads());
        }
    }

    private static void setHere(int count) {
        torch.get_num_threads(); // else the first operation sets it again
        torch.set_num_threads(count);
    }

    /** Products of matrices use one core on every thread, until as many callers have ended as have begun. */
    static synchronized void oneThreadEach() {
        start();
        if (callers++ == 0) {
            openblas_nolapack.blas_set_num_threads(1);
        }
    }

    /** What this thread computes uses one core; gives what {@link #threadsBackHere} takes. */
    static int oneThreadHere() {
        int[] seen = SEEN.get();
        int before = seen[0];
        seen[0] = OWN;
        setHere(1);
        return before;
    }

    static void threadsBackHere(int before) {
        SEEN.get()[0] = before == OWN ? OWN : NEVER;
        threadsHere();
    }

    static synchronized void threadsAgain() {
        if (--callers == 0) {
            openblas_nolapack.blas_set_num_threads(threads);
        }
    }

    /** Seeds the generator of initial weights and this thread's {@link Chance}: what they draw next is repeatable. */
    public static void seed(long seed) {
        start();
        torch.manual_seed(seed);
        Chance.begin(seed);
    }

    /** Whether tensors live on a CUDA device: asked for by {@code -Dgraft.device=cuda}, with a CUDA build present. */
    public static boolean onCuda() {
        start();
        return cuda;
    }

    /** One line for people: the versions and what the engine uses. */
    public static String describe() {
        start();
        String version = torch.show_config().getString().replaceAll("(?s).*TORCH_VERSION=([0-9.]+).*", "$1");
        return "LibTorch " + version + ", " + platform() + ", CPU "
                + torch.get_cpu_capability().getString() + ", threads " + threads()
                + (Precision.BF16.pays() ? ", bf16" : "") + (torch.cuda_is_available() ? ", CUDA" : "");
    }

    /** Native objects alive; flat over the steps of a loop that leaks nothing. */
    public static long liveObjects() {
        return Pointer.totalCount();
    }

    /** Memory of this process that is in use, in bytes, the Java heap included. */
    public static long residentBytes() {
        return Pointer.physicalBytes();
    }

    /** Where the native libraries were unpacked. */
    public static File nativeCache() throws IOException {
        return Loader.getCacheDir();
    }
}
