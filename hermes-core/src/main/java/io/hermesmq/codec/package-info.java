/**
 * Turns messages into payloads and back.
 *
 * <p>In comes the type of a message, once, at start-up. Out come method handles that measure, encode and decode it; as
 * constants of the class that calls them they are straight-line code without reflection, boxing or allocation.
 * {@link io.hermesmq.codec.Codecs} finds the codec of a type, {@link io.hermesmq.codec.RecordLayout} says where each
 * component of a record lies.
 *
 * <p>The package owns no thread. A codec may be shared by threads, unless its messages are views of the channel (SBE
 * decoders, {@code DirectBuffer}): these serve one listener.
 */
@NullMarked
package io.hermesmq.codec;

import org.jspecify.annotations.NullMarked;
