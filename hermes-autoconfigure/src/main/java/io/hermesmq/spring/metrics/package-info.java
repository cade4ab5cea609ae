/**
 * The off-heap counters as Micrometer meters: a snapshot goes in whenever a registry is read, values come out. Needs
 * {@code micrometer-core}; works on the thread that reads, never on that of a publisher or a lane.
 */
@NullMarked
package io.hermesmq.spring.metrics;

import org.jspecify.annotations.NullMarked;
