package dev.graft.cli;

import dev.graft.base.Build;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} says. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"graft " + Build.version()};
    }
}
