/**
 * What is done to the application under test, one class for each kind of harm, and the verdict on it. A scenario starts {@link
 * io.hermesmq.reliability.scenario.Session sessions} of the application in a {@link io.hermesmq.reliability.scenario.Trial}, harms
 * them, lets the checkers read the record, and adds up what they find.
 */
@NullMarked
package io.hermesmq.reliability.scenario;

import org.jspecify.annotations.NullMarked;
