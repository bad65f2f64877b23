package dev.graft.bench.study;

import dev.graft.base.Digest;
import dev.graft.base.Storage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * A fine-tuning run is killed with {@code kill -9} at 20 seeded random moments, each time in a fresh folder, and resumed
 * until it ends. Every one must end with the bits of the uninterrupted run.
 */
public final class ResumeStudy {
    private static final int KILLS = 20;
    private static final long SEED = 7;

    private ResumeStudy() {}

    /** What a process printed: seconds from its start to its first step, and whether it ended by itself. */
    private record Ran(double firstStep, boolean ended) {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path work = Files.createTempDirectory("graft-resume-study");
        try {
            Path whole = work.resolve("whole");
            long began = System.nanoTime();
            run(whole, false, Double.POSITIVE_INFINITY);
            double seconds = (System.nanoTime() - began) / 1e9;
            String wanted = Digest.sha256(whole.resolve("model.safetensors"));
            SplittableRandom random = new SplittableRandom(SEED);
            int equal = 0;
            List<Double> moments = new ArrayList<>();
            List<Double> starts = new ArrayList<>();
            for (int k = 0; k < KILLS; k++) {
                Path out = work.resolve("killed-" + k);
                double moment = random.nextDouble(0.5, seconds);
                moments.add(moment);
                boolean ended = run(out, false, moment).ended();
                if (!ended) {
                    starts.add(run(out, true, Double.POSITIVE_INFINITY).firstStep());
                }
                equal += Digest.sha256(out.resolve("model.safetensors")).equals(wanted) ? 1 : 0;
                System.err.printf(
                        Locale.ROOT, "kill %d at %.1f s of %.1f s: %d equal so far%n", k + 1, moment, seconds, equal);
                Storage.LOCAL.delete(out);
            }
            write(equal, seconds, moments, starts);
        } finally {
            Storage.LOCAL.delete(work);
        }
    }

    private static Ran run(Path out, boolean resume, double killAfter) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ResumeChild.class.getName(),
                out.toString(),
                Boolean.toString(resume)));
        long began = System.nanoTime();
        Process child = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Thread killer = new Thread(() -> {
            try {
                if (Double.isFinite(killAfter) && !child.waitFor((long) (1000 * killAfter), TimeUnit.MILLISECONDS)) {
                    child.destroyForcibly();
                }
            } catch (InterruptedException e) {
                child.destroyForcibly();
            }
        });
        killer.start();
        double firstStep = Double.NaN;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line; (line = lines.readLine()) != null; ) {
                if (line.equals(ResumeChild.STEP)) {
                    firstStep = (System.nanoTime() - began) / 1e9;
                }
            }
        }
        int code = child.waitFor();
        killer.join();
        return new Ran(firstStep, code == 0);
    }

    private static void write(int equal, double seconds, List<Double> moments, List<Double> starts) throws IOException {
        String text = String.format(
                Locale.ROOT,
                "A fine-tuning of MiniLM on the demo's messages (3 epochs, validation, best epoch kept; %.0f s whole), killed "
                        + "with `kill -9` at %d seeded random moments between 0.5 s and its end, then resumed.%n%n"
                        + "| runs that ended with the bits of the uninterrupted one | from the start of the resumed process to its "
                        + "first step, mean | longest |%n| --- | --- | --- |%n| %d of %d | %.1f s | %.1f s |%n%nMoments: %s s.%n",
                seconds,
                KILLS,
                equal,
                KILLS,
                starts.stream()
                        .filter(Double::isFinite)
                        .mapToDouble(d -> d)
                        .average()
                        .orElse(Double.NaN),
                starts.stream()
                        .filter(Double::isFinite)
                        .mapToDouble(d -> d)
                        .max()
                        .orElse(Double.NaN),
                moments.stream().map(m -> String.format(Locale.ROOT, "%.1f", m)).toList());
        Results.section("resume", "Resume is a resume", text);
    }
}
