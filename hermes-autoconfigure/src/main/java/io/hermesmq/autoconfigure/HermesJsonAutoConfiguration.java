package io.hermesmq.autoconfigure;

import io.hermesmq.codec.JsonCodecFactory;
import io.hermesmq.spring.json.JsonMessageCodec;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import tools.jackson.databind.json.JsonMapper;

/** Auto-configuration of JSON for messages that ask for it, by the application's own mapper. */
@AutoConfiguration(
        before = HermesAutoConfiguration.class,
        afterName = "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration")
@ConditionalOnClass(JsonMapper.class)
public final class HermesJsonAutoConfiguration {

    HermesJsonAutoConfiguration() {}

    @Bean
    @ConditionalOnSingleCandidate(JsonMapper.class)
    @ConditionalOnMissingBean
    JsonCodecFactory hermesJsonCodecFactory(final JsonMapper mapper) {
        return new JsonCodecFactory() {
            @Override
            public <T> JsonMessageCodec<T> codecFor(final Class<T> type) {
                return new JsonMessageCodec<>(mapper, type);
            }
        };
    }
}
