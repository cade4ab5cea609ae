package io.hermesmq.spring.elsewhere;

import io.hermesmq.annotation.HermesPublisher;
import io.hermesmq.spring.Quote;

/** A publisher outside the packages of the application. */
@HermesPublisher("elsewhere")
public interface ElsewherePublisher {
    long publish(Quote quote);
}
