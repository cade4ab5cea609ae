/**
 * Wires channels, publishers, listeners and lanes, and owns their start, drain and end. Comes in: configuration and
 * registrations. Goes out: a {@link io.hermesmq.Hermes}. Owns one thread, which looks for stalled claims.
 */
@NullMarked
package io.hermesmq.engine;

import org.jspecify.annotations.NullMarked;
