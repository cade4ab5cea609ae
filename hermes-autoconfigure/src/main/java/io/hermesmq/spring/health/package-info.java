/**
 * The health of the engine for Spring Boot's health endpoint: a snapshot of the counters goes in, a status with its reasons
 * comes out. Needs {@code spring-boot-health}; works on the thread that asks.
 */
@NullMarked
package io.hermesmq.spring.health;

import org.jspecify.annotations.NullMarked;
