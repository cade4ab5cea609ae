/**
 * The checker. In come what publishers attempted and were told, and what each listener was given, in order; out come the
 * findings: lost, duplicated, reordered, unexpected, corrupt, skipped. After the queue checker of Jepsen, for an ordered log
 * with at-least-once listeners. One thread; a bit per message and listener.
 */
@NullMarked
package io.hermesmq.reliability.check;

import org.jspecify.annotations.NullMarked;
