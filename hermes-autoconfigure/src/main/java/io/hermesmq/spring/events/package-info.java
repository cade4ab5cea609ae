/**
 * Bridges between application events and channels. In come {@code EventBridge} beans; events of a type go to a channel, messages of a
 * channel become events. Events are published on the thread that publishes them, and messages become events on the lane of their
 * listener.
 */
@NullMarked
package io.hermesmq.spring.events;

import org.jspecify.annotations.NullMarked;
