/**
 * The channel: the only meeting point of publishing and dispatching. Comes in: claims and commits, on any thread. Goes
 * out: a growing limit that readers with cursors of their own follow. Owns the memory of the frames, and no thread.
 */
@NullMarked
package io.hermesmq.channel;

import org.jspecify.annotations.NullMarked;
