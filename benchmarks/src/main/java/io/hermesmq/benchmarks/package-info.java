/**
 * Benchmarks of Hermes against what a user would pick instead: {@code java -jar benchmarks.jar NAME}. One class for
 * each question; sides in {@code peer}, {@code hermes} and {@code spring}, the machinery in {@code rig}.
 */
@NullMarked
package io.hermesmq.benchmarks;

import org.jspecify.annotations.NullMarked;
