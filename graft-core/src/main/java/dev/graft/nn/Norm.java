package dev.graft.nn;

/** A layer that brings its input to one scale and then to a learned one: a {@link LayerNorm}, a {@link BatchNorm2d}. */
public interface Norm {}
