package dev.graft.cli;

import dev.graft.base.Lines;
import java.util.HashSet;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** The JDK's logging: warnings of Graft become notes; the libraries below are heard with {@code --verbose} only. */
final class Logs {
    private static final Logger ALL = Logger.getLogger(""); // held, or the settings are collected as garbage
    private static final Logger OURS = Logger.getLogger("dev.graft");

    private Logs() {}

    static synchronized void to(Session session) {
        for (Logger logger : new Logger[] {ALL, OURS}) {
            for (Handler handler : logger.getHandlers()) {
                logger.removeHandler(handler);
            }
        }
        ALL.setLevel(session.verbose() ? Level.INFO : Level.OFF);
        OURS.setLevel(session.verbose() ? Level.FINE : Level.WARNING);
        OURS.setUseParentHandlers(false);
        Notes notes = new Notes(session);
        notes.setLevel(Level.ALL);
        ALL.addHandler(notes);
        OURS.addHandler(notes);
    }

    /** One line per message, each said once. */
    private static final class Notes extends Handler {
        private final Session session;
        private final Set<String> said = new HashSet<>();

        Notes(Session session) {
            this.session = session;
        }

        @Override
        public synchronized void publish(LogRecord record) {
            if (isLoggable(record)) {
                String text = new java.util.logging.SimpleFormatter().formatMessage(record);
                if (said.add(text)) { // a network may be opened many times
                    session.warn(Lines.one(session.verbose() ? record.getLoggerName() + ": " + text : text));
                }
            }
        }

        @Override
        public void flush() {
            session.err().flush();
        }

        @Override
        public void close() {}
    }
}
