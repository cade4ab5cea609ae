/**
 * Off-heap counters. Comes in: plain stores of the threads that do the work. Goes out: reads by whoever asks, at their own
 * cost. Owns the memory of the counters, and no thread.
 */
@NullMarked
package io.hermesmq.monitor;

import org.jspecify.annotations.NullMarked;
