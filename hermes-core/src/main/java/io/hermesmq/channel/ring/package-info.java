/**
 * The off-heap ring behind an in-memory channel, for one publishing thread or many. {@link
 * io.hermesmq.channel.ring.RingChannel} holds what both share; the essays on their memory ordering stand at the head of
 * {@code MultiProducerRing} and {@code SingleProducerRing}.
 */
@NullMarked
package io.hermesmq.channel.ring;

import org.jspecify.annotations.NullMarked;
