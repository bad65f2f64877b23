package dev.graft.cli;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.Catalog;
import dev.graft.backbone.CatalogEntry;
import dev.graft.base.Lines;
import dev.graft.data.PreparedSet;
import dev.graft.data.Text;
import dev.graft.engine.Engine;
import dev.graft.engine.Precision;
import dev.graft.engine.Scope;
import dev.graft.hub.Home;
import dev.graft.hub.Hub;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What doctor looks at. */
final class Machine {
    private static final long LEAST_HEAP = 256L << 20;
    private static final long LEAST_MEMORY = 1L << 30;
    private static final long LEAST_DISK = 1L << 30;

    private final Home home;
    private final Hub hub;

    Machine(Home home, Hub hub) {
        this.home = home;
        this.hub = hub;
    }

    List<Checkup> all() {
        List<Checkup> checks = new ArrayList<>();
        checks.add(java());
        checks.add(memory());
        checks.add(locale());
        checks.add(homeFolder());
        checks.add(engine());
        checks.add(natives());
        checks.add(processor());
        checks.add(models());
        checks.add(network());
        return checks;
    }

    private static Checkup java() {
        int version = Runtime.version().feature();
        String found = "Java " + System.getProperty("java.version") + " on " + System.getProperty("os.name") + " "
                + System.getProperty("os.arch");
        return version >= 17 ? Checkup.good("java", found) : Checkup.bad("java", found, "install Java 17 or later");
    }

    private static Checkup memory() {
        long heap = Runtime.getRuntime().maxMemory();
        long all =
                ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                        ? system.getTotalMemorySize()
                        : Long.MAX_VALUE;
        String found = Sizes.gigabytes(all) + ", of which Java's heap may take " + Sizes.gigabytes(heap);
        return heap >= LEAST_HEAP && all >= LEAST_MEMORY
                ? Checkup.good("memory", found)
                : Checkup.bad(
                        "memory", found, "give the process 1 GB, and Java 256 MB of it (GRAFT_JAVA_OPTS=-Xmx512m)");
    }

    private static Checkup locale() {
        String names = System.getProperty("sun.jnu.encoding", "");
        return names.equalsIgnoreCase("UTF-8") || names.startsWith("Cp")
                ? Checkup.good("file names", names)
                : Checkup.bad("file names", names, "names beyond ASCII cannot be opened; set LC_ALL=C.UTF-8");
    }

    private Checkup homeFolder() {
        Path root = home.root().toAbsolutePath();
        try {
            if (home.distrust().isPresent()) {
                return Checkup.bad("home", root.toString(), home.distrust().get());
            }
            Files.createDirectories(root);
            Files.delete(Files.createTempFile(root, "doctor", ".part"));
            long free = Files.getFileStore(root).getUsableSpace();
            String found = root + ", " + Sizes.gigabytes(free) + " free";
            return free >= LEAST_DISK
                    ? Checkup.good("home", found)
                    : Checkup.bad("home", found, "make room there, or set GRAFT_HOME to a folder with 1 GB");
        } catch (IOException | RuntimeException e) {
            return Checkup.bad("home", root + " cannot be written", "set GRAFT_HOME to a folder of your own");
        }
    }

    private static Checkup engine() {
        try {
            return Checkup.good("engine", Engine.describe());
        } catch (RuntimeException | LinkageError e) {
            return Checkup.bad("engine", "does not start", Lines.one(String.valueOf(e.getMessage())));
        }
    }

    private static Checkup natives() {
        try {
            Path folder = Engine.nativeCache().toPath().toAbsolutePath();
            return Checkup.good("natives", folder.toString());
        } catch (IOException | RuntimeException | LinkageError e) {
            return Checkup.bad("natives", "cannot be unpacked", "set GRAFT_HOME to a folder that can be written");
        }
    }

    private static Checkup processor() {
        List<String> wanted = List.of("avx2", "fma", "avx512f", "avx512_vnni", "avx512_bf16", "amx_bf16", "amx_int8");
        List<String> flags = List.of();
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            flags = lines.filter(line -> line.startsWith("flags"))
                    .findFirst()
                    .map(line -> List.of(line.split("\\s+")))
                    .orElse(List.of());
        } catch (IOException | java.io.UncheckedIOException e) {
            // no Linux: the engine's own line says what it uses
        }
        String found = Runtime.getRuntime().availableProcessors() + " processors; "
                + wanted.stream().filter(flags::contains).collect(Collectors.joining(" ")) + "; bf16 "
                + (Precision.BF16.pays() ? "pays" : "does not pay");
        return Checkup.good("processor", found);
    }

    private static Checkup models() {
        List<String> here = Catalog.ALL.stream()
                .filter(CatalogEntry::available)
                .map(CatalogEntry::name)
                .toList();
        return here.isEmpty()
                ? Checkup.bad("models", "none", "add a Maven artifact that 'graft models' names to the class path")
                : Checkup.good("models", String.join(", ", here));
    }

    /** The proof of it all: a network, its tokenizer and the engine answer together. */
    private Checkup network() {
        String name = Catalog.DEFAULT_TEXT;
        long began = System.nanoTime();
        try (Backbone backbone = Catalog.open(name, hub);
                Scope scope = Scope.open()) {
            PreparedSet one = PreparedSet.of(backbone.input(), List.of(Text.of("Does it run?")));
            backbone.run(one.batch(new int[] {0}).inputs(), 0, backbone.stages().count());
            return Checkup.good(
                    "network",
                    String.format(
                            Locale.ROOT, "%s opens and answers in %.1f s", name, (System.nanoTime() - began) / 1e9));
        } catch (IOException | RuntimeException | LinkageError e) {
            return Checkup.bad("network", name + " does not open", Lines.one(String.valueOf(e.getMessage())));
        }
    }
}
