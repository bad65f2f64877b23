package dev.graft.cli;

import dev.graft.base.Check;

/** What one {@code --set} says. */
record Setting(String name, String value) {
    /** @param example of the command, for messages */
    static Setting of(String text, String example) {
        int at = text.indexOf('=');
        Check.that(at > 0, "--set wants NAME=VALUE, as --set " + example + ", was '" + text + "'");
        return new Setting(text.substring(0, at), text.substring(at + 1));
    }
}
