/**
 * The application under test: a process of its own that publishes from several threads to a journaled channel, listens to it, and
 * writes down both. Started by the judge with {@link io.hermesmq.reliability.app.AppOption options}; can be started by hand.
 * What it tests is behind {@link io.hermesmq.reliability.app.ApplicationUnderTest}.
 */
@NullMarked
package io.hermesmq.reliability.app;

import org.jspecify.annotations.NullMarked;
