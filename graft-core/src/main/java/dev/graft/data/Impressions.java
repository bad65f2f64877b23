package dev.graft.data;

/** Impressions of many pictures, close together in memory. */
final class Impressions {
    private static final int EACH = 2 + Slopes.LONGS;

    private final long[][] pages; // one array for a page of pictures, since all in one could be too long

    private static final int PAGE = 1 << 16;

    Impressions(int count) {
        pages = new long[(count + PAGE - 1) / PAGE][];
        for (int p = 0; p < pages.length; p++) {
            pages[p] = new long[Math.min(PAGE, count - p * PAGE) * EACH];
        }
    }

    /** Safe from several threads for different pictures. */
    void set(int index, Impression impression) {
        long[] page = pages[index / PAGE];
        int start = index % PAGE * EACH;
        page[start] = impression.likeness().high();
        page[start + 1] = impression.likeness().low();
        impression.slopes().write(page, start + 2);
    }

    Impression get(int index) {
        long[] page = pages[index / PAGE];
        int start = index % PAGE * EACH;
        return new Impression(new Likeness(page[start], page[start + 1]), Slopes.read(page, start + 2));
    }
}
