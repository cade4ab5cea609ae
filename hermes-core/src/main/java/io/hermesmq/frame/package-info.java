/**
 * The frame: one binary layout from the publisher's claim to the disk and the wire. Comes in: bytes. Goes out: a verdict
 * on them. Owns no memory and no thread.
 */
@NullMarked
package io.hermesmq.frame;

import org.jspecify.annotations.NullMarked;
