/**
 * What a user would pick instead of Hermes, each used as its own documentation proposes: rings are 1 MiB or 8192 slots
 * large, events are allocated beforehand, who spins does so the library's way. Every route has threads of its own.
 */
@NullMarked
package io.hermesmq.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
