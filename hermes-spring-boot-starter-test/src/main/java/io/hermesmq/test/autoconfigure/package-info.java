/**
 * The test slice of Hermes: annotations on test classes, and the auto-configuration behind them. Comes in: the beans of the application that
 * have to do with messages. Goes out: a context with an engine whose lanes, clock and directory belong to the test.
 */
@NullMarked
package io.hermesmq.test.autoconfigure;

import org.jspecify.annotations.NullMarked;
