package io.hermesmq.benchmarks.spring;

import io.hermesmq.benchmarks.hermes.PayloadPublisher;
import io.hermesmq.benchmarks.hermes.PublisherLink;
import io.hermesmq.benchmarks.side.Link;
import org.springframework.stereotype.Component;

/** The publishing bean; its publisher is injected. */
@Component
class PayloadSender {

    private final PayloadPublisher payloads;

    PayloadSender(final PayloadPublisher payloads) {
        this.payloads = payloads;
    }

    Link link() {
        return new PublisherLink(payloads, 1);
    }
}
