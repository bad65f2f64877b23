package dev.graft.bench.study;

import dev.graft.base.Check;
import dev.graft.base.Digest;
import dev.graft.base.Storage;
import dev.graft.model.Bundle;
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
 * A run is killed with {@code kill -9} at 20 seeded random moments, each time in a fresh folder, and resumed until it
 * ends. Every one must end with the bits of the uninterrupted run. Argument: the strategy's name, else {@code finetune}.
 */
public final class ResumeStudy {
    private static final String USUAL = "finetune";
    private static final int KILLS = 20;
    private static final int KILLED = 128 + 9;
    private static final long SEED = 7;

    private final String strategy;

    private ResumeStudy(String strategy) {
        this.strategy = strategy;
    }

    /** A process that has ended: seconds from its start to its first step, and whether it was killed before its end. */
    private record Ran(double firstStep, boolean killed) {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path work = Files.createTempDirectory("graft-resume-study");
        try {
            new ResumeStudy(arguments.length == 0 ? USUAL : arguments[0]).run(work);
        } finally {
            Storage.LOCAL.delete(work);
        }
    }

    private void run(Path work) throws IOException, InterruptedException {
        Path whole = work.resolve("whole");
        Path classes = work.resolve("classes.jsa");
        long began = System.nanoTime();
        ran("-XX:ArchiveClassesAtExit=" + classes, whole, false, Double.POSITIVE_INFINITY);
        double seconds = (System.nanoTime() - began) / 1e9;
        String wanted = weights(whole);
        String archive = "-XX:SharedArchiveFile=" + classes;
        SplittableRandom random = new SplittableRandom(SEED);
        int equal = 0;
        List<Double> moments = new ArrayList<>();
        List<Double> starts = new ArrayList<>();
        while (moments.size() < KILLS) {
            Path fresh = work.resolve("fresh");
            Path out = fresh.resolve("bundle");
            double moment = random.nextDouble(0.5, seconds);
            if (ran(archive, out, false, moment).killed() && !Bundle.isAt(out)) { // else it was done before its moment
                moments.add(moment);
                starts.add(ran(archive, out, true, Double.POSITIVE_INFINITY).firstStep());
                equal += weights(out).equals(wanted) ? 1 : 0;
                System.err.printf(
                        Locale.ROOT,
                        "kill %d at %.1f s of %.1f s: %d equal so far%n",
                        moments.size(),
                        moment,
                        seconds,
                        equal);
            }
            Storage.LOCAL.delete(fresh);
        }
        write(equal, seconds, moments, starts);
    }

    /** Digests of all weights of a bundle. */
    private static String weights(Path bundle) throws IOException {
        StringBuilder digests = new StringBuilder();
        for (Path part : Storage.LOCAL.list(bundle)) {
            if (part.getFileName().toString().endsWith(".safetensors")) {
                digests.append(part.getFileName()).append(Digest.sha256(part));
            }
        }
        return digests.toString();
    }

    /** @param archive what is done with an archive of loaded classes; the launcher starts Graft with one, too */
    private Ran ran(String archive, Path out, boolean resume, double killAfter)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                archive,
                "-Xlog:cds*=off",
                "-cp",
                System.getProperty("java.class.path"),
                ResumeChild.class.getName(),
                out.toString(),
                Boolean.toString(resume),
                strategy));
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
        Check.that(code == 0 || code == KILLED, "the run of " + out + " ended with " + code);
        return new Ran(firstStep, code == KILLED);
    }

    private void write(int equal, double seconds, List<Double> moments, List<Double> starts) throws IOException {
        String text = String.format(
                Locale.ROOT,
                "MiniLM on the demo's messages by `%s` (a validation part; %.0f s whole), killed with `kill -9` at %d seeded"
                        + " random moments between 0.5 s and its end, then resumed. Java is started as the launcher starts it: with"
                        + " an archive of loaded classes, and the serial collector.%n%n"
                        + "| runs that ended with the bits of the uninterrupted one | from the start of the resumed process to its "
                        + "first step, mean | longest |%n| --- | --- | --- |%n| %d of %d | %.1f s | %.1f s |%n%nMoments: %s s.%n",
                strategy,
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
        boolean usual = strategy.equals(USUAL);
        Results.section(
                ResumeStudy.class, usual ? "resume" : "resume-" + strategy, "Resume is a resume: " + strategy, text);
    }
}
