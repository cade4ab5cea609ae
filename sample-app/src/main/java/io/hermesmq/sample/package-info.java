/**
 * A market-data pipeline on Hermes: the {@link io.hermesmq.sample.Feed} publishes to the channel {@code ticks}, which
 * {@link io.hermesmq.sample.TickStats} and {@link io.hermesmq.sample.MomentumSignals} read; signals become messages of
 * the channel {@code orders}, which {@link io.hermesmq.sample.OrderExecutor} reads. The feed has a thread of its own, the
 * listeners run on the lanes that application.yml describes. Both channels have journals, from which
 * {@link io.hermesmq.sample.Resume} takes up a run that was killed.
 */
@NullMarked
package io.hermesmq.sample;

import org.jspecify.annotations.NullMarked;
