/**
 * What a side of a comparison is: a {@link io.hermesmq.benchmarks.side.Contender} opens routes, a
 * {@link io.hermesmq.benchmarks.side.Link} takes messages of eight longs, a
 * {@link io.hermesmq.benchmarks.side.Receiver} gets them on a thread that belongs to the contender. Nothing here knows
 * a benchmark.
 */
@NullMarked
package io.hermesmq.benchmarks.side;

import org.jspecify.annotations.NullMarked;
