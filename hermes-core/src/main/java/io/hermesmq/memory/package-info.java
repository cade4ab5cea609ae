/**
 * Memory outside of the heap, by address. Comes in: an address that the caller has checked. Goes out: a value. Owns nothing.
 *
 * <p>Why not {@link org.agrona.concurrent.UnsafeBuffer} everywhere: docs/design/ring.md, "Addresses instead of buffers".
 */
@NullMarked
package io.hermesmq.memory;

import org.jspecify.annotations.NullMarked;
