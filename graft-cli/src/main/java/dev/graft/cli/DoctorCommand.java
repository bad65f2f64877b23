package dev.graft.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

@picocli.CommandLine.Command(
        name = "doctor",
        description = "Check what Graft needs on this machine, and say how to mend what is missing.",
        footerHeading = "%nFor example:%n",
        footer = {"  graft doctor", "  graft doctor --json"})
final class DoctorCommand extends Command {
    DoctorCommand(Session session) {
        super(session);
    }

    @Override
    void run() {
        session().prepareEngine();
        List<Checkup> found = new Machine(session().home(), session().hub()).all();
        Grid grid = new Grid("", "check", "found");
        for (Checkup check : found) {
            grid.row(check.well() ? "ok" : "!!", check.name(), check.found());
        }
        grid.lines().stream().skip(1).forEach(session()::say);
        List<Checkup> ill = found.stream().filter(check -> !check.well()).toList();
        session().say("");
        ill.forEach(check -> session().say(check.name() + ": " + check.mend()));
        session().say(ill.isEmpty() ? "All is well." : ill.size() + " of " + found.size() + " checks want a mend.");
        session()
                .answer(Map.of(
                        "well",
                        ill.isEmpty(),
                        "checks",
                        found.stream().map(DoctorCommand::json).toList()));
        session().exitCode(ill.isEmpty() ? Failure.DONE : Failure.FAULT);
    }

    private static Map<String, Object> json(Checkup check) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", check.name());
        json.put("well", check.well());
        json.put("found", check.found());
        json.put("mend", check.mend());
        return json;
    }
}
