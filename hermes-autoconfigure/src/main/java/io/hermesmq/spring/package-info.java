/**
 * Hermes inside an application context. In come bean definitions and annotations; out come publisher beans, registered
 * listeners and an engine that starts and stops with the context.
 *
 * <p>Publishers are made while beans are created, listeners are registered once all singletons exist, lanes start with
 * the lifecycle of the context and end with it after the web server. Nothing here takes part in publishing or dispatching
 * a message, and nothing here owns a thread. Knows nothing of conditions and properties: those are in
 * {@code io.hermesmq.autoconfigure}.
 */
@NullMarked
package io.hermesmq.spring;

import org.jspecify.annotations.NullMarked;
