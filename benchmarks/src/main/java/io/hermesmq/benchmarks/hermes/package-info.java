/** Hermes as its users use it: a record, a publisher interface in spread form, a listener method in spread form. */
@NullMarked
package io.hermesmq.benchmarks.hermes;

import org.jspecify.annotations.NullMarked;
