package dev.graft.metric;

/**
 * Counts per class.
 *
 * @param hits (C), true and chosen
 * @param chosen (C), said by the model
 * @param actual (C), true
 */
record Tally(int[] hits, int[] chosen, int[] actual) {

    static Tally of(Scored scored) {
        int classes = scored.classes();
        Tally tally = new Tally(new int[classes], new int[classes], new int[classes]);
        if (scored.kind() == Scored.Kind.ONE_LABEL) {
            tally.countClasses(scored);
        } else {
            tally.countLabels(scored);
        }
        return tally;
    }

    /** Whether the class is true or chosen anywhere; else nothing can be said about it. */
    boolean occurs(int c) {
        return chosen[c] + actual[c] > 0;
    }

    private void countClasses(Scored scored) {
        for (int i = 0; i < scored.size(); i++) {
            int said = scored.predicted(i);
            int truth = scored.truth(i);
            chosen[said]++;
            actual[truth]++;
            hits[truth] += said == truth ? 1 : 0;
        }
    }

    private void countLabels(Scored scored) {
        int[][] marks = scored.answers().marks();
        for (int i = 0; i < scored.size(); i++) {
            for (int mark : marks[scored.row(i)]) {
                int c = mark >>> 2;
                chosen[c] += mark >>> 1 & 1;
                actual[c] += mark & 1;
                hits[c] += (mark & 3) == 3 ? 1 : 0;
            }
        }
    }
}
