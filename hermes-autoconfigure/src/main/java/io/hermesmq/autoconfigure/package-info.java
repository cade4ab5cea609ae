/**
 * Spring Boot's way into Hermes: conditions and the {@code hermes} properties go in, the beans of
 * {@code io.hermesmq.spring} come out, wired; an exception that ends the start goes in, its cause in words and the exact
 * fix come out. Owns no thread and gives way to any bean of the user's own.
 */
@NullMarked
package io.hermesmq.autoconfigure;

import org.jspecify.annotations.NullMarked;
