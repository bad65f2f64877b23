package dev.graft.recipe;

import dev.graft.base.BadArgument;
import dev.graft.base.BadInput;
import dev.graft.base.ByteSource;
import dev.graft.base.Storage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * Where a run leaves what it makes, and beside it the folder that holds its state until then.
 *
 * @param out place of the product
 * @param kind of the product, for messages
 * @param isAt whether a folder holds such a product, so that it may be replaced
 */
record RunFolder(Path out, String kind, Predicate<Path> isAt, TrainJob.Options options) {
    /** All that a run does once it may write here. */
    @FunctionalInterface
    interface Work<R> {
        R run() throws IOException;
    }

    /** The folder of an unfinished run's state. */
    Path part() {
        return out.resolveSibling(out.getFileName() + ".part");
    }

    /** Refuses a place where nothing may be written, before any work is done. */
    void check() throws IOException {
        if (options.resume() && isAt.test(out) && !Files.exists(part())) {
            throw new BadInput(out.toString(), "is finished, there is nothing to resume; train anew with --overwrite");
        }
        if (Files.exists(out) && !options.overwrite() && options.resume()) {
            throw new BadInput(
                    out.toString(),
                    "exists already; the run in " + part().getFileName() + ", which is to replace it, goes on with"
                            + " --resume --overwrite");
        }
        if (Files.exists(out) && !options.overwrite()) {
            throw new BadInput(out.toString(), "exists already; choose another --out, or replace it with --overwrite");
        }
        if (Files.exists(out)
                && !isAt.test(out)
                && !(Files.isDirectory(out) && Storage.LOCAL.list(out).isEmpty())) {
            throw new BadInput(
                    out.toString(), "exists and is no " + kind + ", so it is not replaced; choose another --out");
        }
        Path parent = out.toAbsolutePath().getParent();
        if (!Files.isDirectory(parent) && Files.exists(parent)) {
            throw new BadInput(out.toString(), "cannot be written: " + parent.getFileName() + " is no folder");
        }
        Path there = parent;
        while (there != null && !Files.exists(there)) {
            there = there.getParent();
        }
        if (there != null && !Files.isWritable(there)) {
            throw new BadInput(out.toString(), "cannot be written: no right to write in its folder");
        }
    }

    /**
     * Prepares the folder of the run's state; says whether a run of this very recipe goes on there.
     *
     * @param data what the recipe calls its data
     * @param fingerprint of what is in them
     */
    <R> boolean begin(R recipe, Class<R> type, String data, String fingerprint) throws IOException {
        Path kept = part().resolve("recipe.json");
        Path keptData = part().resolve("data.sha256");
        byte[] json = Recipe.written(recipe);
        if (options.resume() && Files.isRegularFile(kept)) {
            byte[] found = ByteSource.whole(kept, ByteSource.DESCRIPTION);
            R before = Arrays.equals(found, json) ? recipe : Recipe.read(found, type, kept.toString());
            if (before != recipe && !Arrays.equals(Recipe.written(before), json)) {
                throw new BadInput(
                        part().toString(),
                        "holds a run of another recipe (" + RecipeDifference.of(before, recipe)
                                + "); repeat its options to resume it, or begin anew with --overwrite");
            }
            if (!Files.isRegularFile(keptData)
                    || !Arrays.equals(
                            ByteSource.whole(keptData, ByteSource.DESCRIPTION),
                            fingerprint.getBytes(StandardCharsets.UTF_8))) {
                throw new BadInput(
                        data, "has changed since the run in " + part() + " began; begin anew with --overwrite");
            }
            if (!holdsWork()) {
                options.progress().note("the unfinished run had kept no steps yet; it begins at its first");
            }
            return true;
        }
        if (options.resume()) {
            options.progress().note("there is no unfinished run of " + out.getFileName() + "; this one begins anew");
        }
        if (holdsWork() && !options.overwrite()) {
            throw new BadInput(
                    part().toString(), "holds an unfinished run; go on with --resume, or begin anew with --overwrite");
        }
        if (!isOfARun()) {
            throw new BadInput(
                    part().toString(),
                    "is in the way and is not of an earlier run; move it away, or choose another --out");
        }
        Storage.LOCAL.delete(part());
        Storage.LOCAL.writeFile(keptData, file -> file.write(fingerprint.getBytes(StandardCharsets.UTF_8)));
        Storage.LOCAL.writeFile(kept, file -> file.write(json));
        return false;
    }

    /** Carries a run out, of which nothing is left where it is refused before it has done anything. */
    <R> R carryOut(Work<R> run) throws IOException {
        try {
            return run.run();
        } catch (BadInput | BadArgument e) {
            if (!options.resume() && Files.isDirectory(part()) && isOfARun() && !holdsWork()) {
                Storage.LOCAL.delete(part());
            }
            throw e;
        }
    }

    private boolean holdsWork() throws IOException {
        boolean found = false;
        for (Path file : Storage.LOCAL.list(part())) {
            found |= isWork(file);
        }
        return found;
    }

    /** Steps, runs of several, or folds that were judged; a run that was refused has none. */
    private static boolean isWork(Path file) throws IOException {
        String name = file.getFileName().toString();
        boolean judged =
                name.startsWith("judging-") && !Storage.LOCAL.list(file).isEmpty();
        return judged || name.matches("checkpoint-.*|run-[0-9]+|refit");
    }

    /** Whether what is in the place of the state was put there by a run, so that it may go; so may nothing. */
    private boolean isOfARun() throws IOException {
        if (!Files.isDirectory(part())) {
            return !Files.exists(part(), LinkOption.NOFOLLOW_LINKS);
        }
        List<Path> files = Storage.LOCAL.list(part());
        return files.isEmpty()
                || files.stream().anyMatch(file -> {
                    String name = file.getFileName().toString(); // or either while it was written
                    return name.startsWith("recipe.json") || name.startsWith("data.sha256");
                });
    }
}
