package dev.graft.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockTest {
    @TempDir
    Path folder;

    @Test
    void isRefusedToASecondThreadAndLeavesNothing() throws IOException {
        Path target = folder.resolve("birds");
        try (Lock lock = Storage.LOCAL.lock(target, Duration.ZERO)) {
            assertThatThrownBy(() -> Storage.LOCAL.lock(target, Duration.ofMillis(120)))
                    .isInstanceOf(BadInput.class)
                    .hasMessage("birds: is being written by another thread of this process; try again when it is done");
            assertThatThrownBy(() -> Storage.LOCAL.writeFolder(target, parts -> {}))
                    .isInstanceOf(BadInput.class);
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void isTakenThroughALinkToAFolder() throws IOException {
        Path real = Files.createDirectory(folder.resolve("real"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);

        try (Lock lock = Storage.LOCAL.lock(link.resolve("birds"), Duration.ZERO)) {
            assertThatThrownBy(() -> Storage.LOCAL.lock(real.resolve("birds"), Duration.ZERO))
                    .hasMessageContaining("is being written by another thread");
        }
        assertThat(real).isEmptyDirectory();
    }

    @Test
    void letsOneInAtATime() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        Callable<Integer> turn = () -> {
            try (Lock lock = Storage.LOCAL.lock(folder.resolve("turns"), Duration.ofSeconds(60))) {
                int count = inside.incrementAndGet();
                Thread.sleep(2);
                inside.decrementAndGet();
                return count;
            }
        };
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (var seen :
                    threads.invokeAll(IntStream.range(0, 12).mapToObj(i -> turn).toList())) {
                assertThat(seen.get()).isEqualTo(1);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void isHeldAgainstOtherProcessesAndEndsWithTheirs() throws Exception {
        Path target = folder.resolve("birds");
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockHolder.class.getName(),
                        target.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said = new BufferedReader(new InputStreamReader(other.getInputStream()))) {
            assertThat(said.readLine()).isEqualTo("held");
            assertThatThrownBy(() -> Storage.LOCAL.lock(target, Duration.ZERO))
                    .hasMessageContaining("is being written by process " + other.pid());

            other.destroyForcibly().waitFor();

            Storage.LOCAL.lock(target, Duration.ZERO).close();
            assertThat(folder).isEmptyDirectory();
        } finally {
            other.destroyForcibly();
        }
    }
}
