/**
 * Lanes and listeners. Comes in: the limit of a channel. Goes out: calls of the user's methods, decoded and without a
 * proxy. Owns the threads of the lanes.
 *
 * <p>A {@link io.hermesmq.dispatch.Lane} polls the {@link io.hermesmq.dispatch.DrainLoop} of each of its listeners. The loop
 * of a listener is a hidden copy of {@code DrainTemplate}, or of {@code OverrunDrainTemplate} where publishers do not wait
 * for it, around a constant method handle that {@link io.hermesmq.dispatch.HandlerBinder} composed.
 */
@NullMarked
package io.hermesmq.dispatch;

import org.jspecify.annotations.NullMarked;
