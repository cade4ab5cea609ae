/** Messages shared among workers: a Hermes group by key against what people build of executors and of the Disruptor. */
@org.jspecify.annotations.NullMarked
package io.hermesmq.benchmarks.group;
