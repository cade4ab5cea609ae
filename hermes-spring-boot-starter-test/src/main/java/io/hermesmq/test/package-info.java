/**
 * What tests of an application with Hermes hold in their hands: a probe that waits for exact positions without sleeping, a clock that
 * they move, recordings of channels, checks of allocation, and journals to replay.
 *
 * <p>Comes in: the engine of a test's context. Goes out: what it did, or an {@code AssertionError} that says what was there instead. With
 * stepped lanes everything happens on the thread of the test.
 */
@NullMarked
package io.hermesmq.test;

import org.jspecify.annotations.NullMarked;
