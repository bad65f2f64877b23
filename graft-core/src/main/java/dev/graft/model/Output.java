package dev.graft.model;

/** One answer that a model gives. */
public record Output(Task task, Head head) {}
