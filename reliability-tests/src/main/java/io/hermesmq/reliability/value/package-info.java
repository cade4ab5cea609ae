/**
 * The messages that the judge sends: every one is unique, says who sent it, and is filled by a function of that, so that any
 * other byte shows.
 */
@NullMarked
package io.hermesmq.reliability.value;

import org.jspecify.annotations.NullMarked;
