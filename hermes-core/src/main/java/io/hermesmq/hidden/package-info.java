/**
 * Hidden copies of template classes: how each listener and each publisher gets code of its own without a byte-code library.
 * Comes in: a precompiled class and its constants. Goes out: a class of the same package with these constants.
 */
@NullMarked
package io.hermesmq.hidden;

import org.jspecify.annotations.NullMarked;
