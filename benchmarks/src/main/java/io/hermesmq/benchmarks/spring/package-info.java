/** A small Spring Boot application that uses Hermes through the starter, as the documentation shows it. */
@NullMarked
package io.hermesmq.benchmarks.spring;

import org.jspecify.annotations.NullMarked;
