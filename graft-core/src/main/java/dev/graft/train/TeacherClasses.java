package dev.graft.train;

import dev.graft.base.BadArgument;
import dev.graft.base.Check;
import dev.graft.model.OneLabel;
import dev.graft.model.Task;
import java.util.List;

/** Where a pupil's classes stand among its teacher's. */
final class TeacherClasses {
    private TeacherClasses() {}

    /** @throws BadArgument where they do not both give one label, or the teacher lacks one of the pupil's */
    static long[] columns(Task teacher, Task pupil) {
        Check.that(
                teacher instanceof OneLabel && pupil instanceof OneLabel,
                "a teacher and its pupil must both give one label to each example");
        return pupil.classes().stream()
                .mapToLong(name -> place(name, teacher.classes()))
                .toArray();
    }

    private static int place(String name, List<String> known) {
        int place = known.indexOf(name);
        if (place < 0) {
            throw new BadArgument("the teacher does not know class '" + name + "'; train it on the same classes first,"
                    + " as by graft train DATA --out TEACHER");
        }
        return place;
    }
}
