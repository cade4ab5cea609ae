/**
 * Processes as the world treats them: JVMs of the application under test, started with the flags that Hermes needs, alone or in a
 * pid namespace; killed, stopped and continued; and the tools of the system that the scenarios use.
 */
@NullMarked
package io.hermesmq.reliability.process;

import org.jspecify.annotations.NullMarked;
