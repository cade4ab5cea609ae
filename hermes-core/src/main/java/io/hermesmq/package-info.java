/**
 * The nouns that a user of Hermes touches: {@link io.hermesmq.Hermes} and its configuration, publishers, contexts,
 * statuses. Nothing here starts a thread or owns memory, and nothing here imports the packages that do.
 *
 * <p>How a message flows: {@code publish} claims, encodes and commits in a {@code channel}; {@code dispatch} reads the
 * channel on a lane and calls the listener; {@code engine} wires the two.
 */
@NullMarked
package io.hermesmq;

import org.jspecify.annotations.NullMarked;
