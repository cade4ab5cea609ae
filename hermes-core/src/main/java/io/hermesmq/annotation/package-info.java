/** The annotations that a user writes: on listener methods, publisher interfaces, injection points and components. */
@NullMarked
package io.hermesmq.annotation;

import org.jspecify.annotations.NullMarked;
