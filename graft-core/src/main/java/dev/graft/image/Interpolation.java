package dev.graft.image;

/** How pixels between pixels are found. The two smooth ones read as much of the picture as they shrink it by. */
public enum Interpolation {
    NEAREST,
    BILINEAR,
    BICUBIC
}
