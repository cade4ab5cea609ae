/**
 * Jakarta Validation of messages: a listener's parameter that asks for it goes in, a check that becomes part of the listener's handle
 * comes out. Needs {@code spring-boot-validation}; works on the lanes of the listeners that ask.
 */
@NullMarked
package io.hermesmq.spring.validation;

import org.jspecify.annotations.NullMarked;
