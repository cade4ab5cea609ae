package io.hermesmq.spring.broken;

import io.hermesmq.annotation.HermesPublisher;

/** The annotation in a place where it does nothing. */
@HermesPublisher("quotes")
public class NoInterface {}
