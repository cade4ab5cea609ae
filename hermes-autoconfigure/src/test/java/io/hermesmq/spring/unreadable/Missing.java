package io.hermesmq.spring.unreadable;

/** Stands for a class of a library that is not on the class path. */
public final class Missing {}
