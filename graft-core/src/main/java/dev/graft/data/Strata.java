package dev.graft.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Classes and groups of a dataset's samples, by number, as the drawing of parts needs them. */
final class Strata {
    private static final int[] WITHOUT = {0};

    private final int[][] classesOf;
    private final int[] counts;
    private final List<int[]> groups;

    /** @param groups samples with the same number stay together */
    Strata(List<Target> targets, int[] groups) {
        Labels labels = Labels.of(
                targets.stream().flatMap(target -> target.classes().stream()).toList());
        this.classesOf = new int[targets.size()][];
        this.counts = new int[labels.size() + 1];
        for (int i = 0; i < classesOf.length; i++) {
            List<String> names = targets.get(i).classes();
            classesOf[i] = names.isEmpty()
                    ? WITHOUT // unlabelled, a number, or no label of several: a stratum too
                    : names.stream().mapToInt(name -> labels.index(name) + 1).toArray();
            for (int c : classesOf[i]) {
                counts[c]++;
            }
        }
        this.groups = members(groups);
    }

    static Strata of(Dataset<?> data, int[] groups) throws IOException {
        List<Target> targets = new ArrayList<>();
        for (int i = 0; i < data.size(); i++) {
            targets.add(data.target(i));
        }
        return new Strata(targets, groups);
    }

    private static List<int[]> members(int[] groups) {
        List<List<Integer>> members = new ArrayList<>();
        Map<Integer, List<Integer>> byNumber = new HashMap<>();
        for (int i = 0; i < groups.length; i++) {
            byNumber.computeIfAbsent(groups[i], g -> {
                        members.add(new ArrayList<>());
                        return members.get(members.size() - 1);
                    })
                    .add(i);
        }
        return members.stream()
                .map(list -> list.stream().mapToInt(Integer::intValue).toArray())
                .toList();
    }

    int samples() {
        return classesOf.length;
    }

    /** Index 0 counts samples without a class, c + 1 those of class c. */
    int[] counts() {
        return counts;
    }

    int[] classesOf(int sample) {
        return classesOf[sample];
    }

    List<int[]> groups() {
        return groups;
    }

    boolean isOneLabelEach() {
        return IntStream.range(0, samples()).allMatch(i -> classesOf[i].length == 1);
    }
}
