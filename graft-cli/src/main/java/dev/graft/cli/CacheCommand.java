package dev.graft.cli;

import dev.graft.hub.Hub;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

@picocli.CommandLine.Command(
        name = "cache",
        description = "List what Graft keeps to be faster next time; all of it can be made again.",
        footerHeading = "%nFor example:%n",
        footer = {"  graft cache", "  graft cache clear"})
final class CacheCommand extends Command {
    CacheCommand(Session session) {
        super(session);
    }

    @Override
    void run() throws IOException {
        Hub hub = session().hub();
        List<Hub.Entry> entries = hub.entries();
        long bytes = entries.stream().mapToLong(Hub.Entry::bytes).sum();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("home", hub.home().root());
        json.put("entries", entries.stream().map(CacheCommand::json).toList());
        json.put("bytes", bytes);
        session().answer(json);
        if (entries.isEmpty()) {
            session().say("Nothing is kept in " + hub.home().root());
            return;
        }
        Grid grid = new Grid("kind", "name", "MB");
        entries.forEach(entry -> grid.row(entry.kind(), entry.name(), Sizes.megabytes(entry.bytes())));
        grid.lines().forEach(session()::say);
        session().say("");
        session().say(Sizes.megabytes(bytes) + " MB in " + hub.home().root() + "; 'graft cache clear' deletes them.");
    }

    private static Map<String, Object> json(Hub.Entry entry) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", entry.kind());
        json.put("name", entry.name());
        json.put("path", entry.path());
        json.put("bytes", entry.bytes());
        return json;
    }

    @picocli.CommandLine.Command(name = "clear", description = "Delete all of it.")
    void clear() throws IOException {
        long bytes = session().hub().clear();
        session().answer(Map.of("bytesFreed", bytes));
        session()
                .say(Sizes.megabytes(bytes) + " MB freed in " + session().home().root());
    }
}
