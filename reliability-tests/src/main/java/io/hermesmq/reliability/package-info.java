/**
 * The command line of the judge: it starts applications on journaled channels, does to them what the world does to
 * processes and disks, and compares what they were promised with what can be read back.
 */
@NullMarked
package io.hermesmq.reliability;

import org.jspecify.annotations.NullMarked;
