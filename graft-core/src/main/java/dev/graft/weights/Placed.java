package dev.graft.weights;

/** A tensor and where its bytes lie in its file, from begin to before end. */
record Placed(TensorEntry entry, long begin, long end) {}
