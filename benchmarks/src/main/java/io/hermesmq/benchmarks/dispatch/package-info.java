/** Both sides of the benchmark {@code dispatch}: a lane of Hermes stepped by hand, and loops written by hand. */
@NullMarked
package io.hermesmq.benchmarks.dispatch;

import org.jspecify.annotations.NullMarked;
