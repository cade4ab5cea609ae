/** JMH benchmarks of single steps, in one thread. Run by {@code benchmarks.jar jmh}. */
@NullMarked
package io.hermesmq.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
