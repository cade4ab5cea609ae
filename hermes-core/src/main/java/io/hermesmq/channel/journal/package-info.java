/** The journal of a channel: its directory, its files and Chronicle Queue. One writer process and one appending thread per directory. */
@NullMarked
package io.hermesmq.channel.journal;

import org.jspecify.annotations.NullMarked;
