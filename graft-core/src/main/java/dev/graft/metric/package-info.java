/**
 * Numbers from plain arrays: what a model said against what was true, and how sure the result is. A new metric is a
 * file here and a line in {@link dev.graft.metric.Metrics}.
 */
package dev.graft.metric;
