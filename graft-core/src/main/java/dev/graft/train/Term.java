package dev.graft.train;

import dev.graft.engine.Tensor;

/** One further summand of what is minimised: distance to the start, a teacher's answer, a domain's confusion. */
public interface Term {
    Tensor of(Step step);
}
