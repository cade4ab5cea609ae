/**
 * Where trades come from: a recorded file or a random walk goes in, {@link io.hermesmq.sample.feed.Trade}s come out, one
 * at a time into an object that is reused. Nothing here knows Hermes, starts a thread or allocates per line.
 */
@NullMarked
package io.hermesmq.sample.feed;

import org.jspecify.annotations.NullMarked;
