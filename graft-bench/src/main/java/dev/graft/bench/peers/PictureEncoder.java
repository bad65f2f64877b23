package dev.graft.bench.peers;

/** A network for pictures as its library's user would call it; many threads may at once. */
interface PictureEncoder extends AutoCloseable {
    /**
     * @param pixels (pictures, 3, size, size), row by row
     * @return features of each picture
     */
    float[][] features(float[] pixels, int pictures) throws Exception;

    @Override
    void close();

    /** @param all (pictures, D), row by row */
    static float[][] rows(float[] all, int pictures) {
        float[][] rows = new float[pictures][all.length / pictures];
        for (int i = 0; i < pictures; i++) {
            System.arraycopy(all, i * rows[i].length, rows[i], 0, rows[i].length);
        }
        return rows;
    }
}
