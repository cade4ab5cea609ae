package io.hermesmq.benchmarks.spring;

import io.hermesmq.benchmarks.hermes.PayloadPublisher;
import io.hermesmq.spring.ImportHermesPublishers;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The application: everything comes from auto-configuration and component scan. */
@SpringBootApplication(proxyBeanMethods = false)
@ImportHermesPublishers(PayloadPublisher.class)
class StarterApplication {}
