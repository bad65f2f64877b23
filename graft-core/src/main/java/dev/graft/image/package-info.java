/**
 * Pictures as plain Java: bytes of a file in, {@link dev.graft.image.Pixels}, and from them what a network takes, as a
 * {@link dev.graft.image.Preparation} and an {@link dev.graft.image.Augmentation} say. A new transform is a file here
 * and a line in {@code Variation}.
 */
package dev.graft.image;
