/**
 * The journal of a channel: runs of frames in files that outlive the process. Comes in: runs, copied out of the ring by the one
 * thread of the journal lane. Goes out: frames, verified, to any number of readers, each on a thread of its own. Files are
 * written by Chronicle Queue, whose types appear nowhere else, and read by code of this package, which trusts no byte of them.
 */
@NullMarked
package io.hermesmq.channel.journal;

import org.jspecify.annotations.NullMarked;
