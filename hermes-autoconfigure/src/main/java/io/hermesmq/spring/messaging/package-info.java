/**
 * A channel of Hermes as a channel of Spring Messaging, for Spring Integration and others that speak it. Needs
 * {@code spring-messaging}; sends on the thread that sends, and calls the subscriber on the lane of its listener.
 */
@NullMarked
package io.hermesmq.spring.messaging;

import org.jspecify.annotations.NullMarked;
