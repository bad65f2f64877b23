/**
 * What Graft is measured against, in the same run: the same work written with ONNX Runtime, DJL and Tribuo as their
 * users would write it well, and the harness that runs each side in a process of its own.
 *
 * <p>DJL's classes and Graft's engine each bring a LibTorch. The two must not be loaded in one process, so a peer of
 * DJL is started as a child ({@link dev.graft.bench.peers.Harness}) and never called from where Graft's engine runs.
 */
package dev.graft.bench.peers;
