package io.hermesmq.spring;

/** Another message than {@link Quote}. */
public record Trade(long instrument, int size) {}
