package io.hermesmq.autoconfigure;

import io.hermesmq.PayloadChecks;
import io.hermesmq.spring.validation.BeanValidationChecks;
import io.hermesmq.spring.validation.MissingValidation;
import jakarta.validation.Validator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Auto-configuration of the validation of messages, by the application's own validator. */
@AutoConfiguration(before = HermesAutoConfiguration.class)
public final class HermesValidationAutoConfiguration {

    HermesValidationAutoConfiguration() {}

    /** The validator itself is looked for when the first listener asks for it. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(Validator.class)
    static final class WithValidation {

        @Bean
        @ConditionalOnMissingBean
        PayloadChecks hermesPayloadChecks(final ObjectProvider<Validator> validators) {
            return new BeanValidationChecks(validators);
        }
    }

    /** Without Jakarta Validation a listener that asks for it is refused. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingClass("jakarta.validation.Validator")
    static final class WithoutValidation {

        @Bean
        @ConditionalOnMissingBean
        PayloadChecks hermesPayloadChecks() {
            return new MissingValidation();
        }
    }
}
