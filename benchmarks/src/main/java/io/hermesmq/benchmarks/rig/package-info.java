/**
 * The rig: runs sides in turn, in rounds and in fresh JVMs, knows how near the two CPUs are to each other, checks that
 * every message arrived whole and in order, and reports. Main threads publish; consuming threads belong to the
 * contenders and are held at a {@link io.hermesmq.benchmarks.rig.Gate} between rounds.
 */
@NullMarked
package io.hermesmq.benchmarks.rig;

import org.jspecify.annotations.NullMarked;
