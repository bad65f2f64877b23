package dev.graft.cli;

import dev.graft.base.Check;

/** What one {@code NAME=VALUE} says. */
record Setting(String name, String value) {
    /** Of a {@code --set}. @param example of the command, for messages */
    static Setting of(String text, String example) {
        return of("--set", text, example);
    }

    /** @param option that wants it, empty for an argument */
    static Setting of(String option, String text, String example) {
        int at = text.indexOf('=');
        Check.that(at > 0, option + " wants NAME=VALUE, as " + option + " " + example + ", was '" + text + "'");
        return new Setting(text.substring(0, at), text.substring(at + 1));
    }
}
