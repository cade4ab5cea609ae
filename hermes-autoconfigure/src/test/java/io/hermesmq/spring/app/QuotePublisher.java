package io.hermesmq.spring.app;

import io.hermesmq.annotation.HermesPublisher;
import io.hermesmq.spring.Quote;

/** Found by scanning, though it is not public. */
@HermesPublisher("quotes")
interface QuotePublisher {

    long publish(Quote quote);

    long publish(long instrument, double bid, double ask);
}
