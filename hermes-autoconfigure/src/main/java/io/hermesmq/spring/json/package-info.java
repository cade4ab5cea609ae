/**
 * Messages as JSON: objects go in, bytes come out, by the application's own {@code JsonMapper}. For types that ask for it with
 * {@link io.hermesmq.annotation.JsonMessage}. Needs {@code spring-boot-jackson}; works on the threads that publish and listen.
 */
@NullMarked
package io.hermesmq.spring.json;

import org.jspecify.annotations.NullMarked;
