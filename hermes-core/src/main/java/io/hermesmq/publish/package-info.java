/**
 * Publishers. Comes in: messages, on the threads of the user. Goes out: claims, encoded payloads and commits in a channel.
 * Owns no memory and no thread.
 */
@NullMarked
package io.hermesmq.publish;

import org.jspecify.annotations.NullMarked;
