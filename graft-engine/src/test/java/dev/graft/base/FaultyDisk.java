package dev.graft.base;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The local disk, with every step written down, that fails at one of them: once, or from there on as after a kill. */
final class FaultyDisk implements Disk {
    private final Disk disk = new LocalDisk();
    private final List<String> steps = new ArrayList<>();
    private final int failing;
    private final boolean forGood;
    private final String problem;

    /** @param failing number of the step that fails, from 1; 0 for none */
    FaultyDisk(int failing, boolean forGood, String problem) {
        this.failing = failing;
        this.forGood = forGood;
        this.problem = problem;
    }

    static FaultyDisk sound() {
        return new FaultyDisk(0, false, "");
    }

    List<String> steps() {
        return steps;
    }

    private void step(String what, Path path) throws IOException {
        steps.add(what + " " + path.getFileName());
        boolean fails = failing > 0 && (forGood ? steps.size() >= failing : steps.size() == failing);
        if (fails) {
            throw new IOException(problem);
        }
    }

    @Override
    public OutputStream create(Path file) throws IOException {
        step("create", file);
        return new FilterOutputStream(disk.create(file)) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                step("write", file);
                out.write(bytes, offset, length);
            }
        };
    }

    @Override
    public void force(Path path) throws IOException {
        step("force", path);
        disk.force(path);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        step("rename", from);
        disk.rename(from, to);
    }

    @Override
    public void createFolder(Path folder) throws IOException {
        step("createFolder", folder);
        disk.createFolder(folder);
    }

    @Override
    public void delete(Path path) throws IOException {
        step("delete", path);
        disk.delete(path);
    }
}
