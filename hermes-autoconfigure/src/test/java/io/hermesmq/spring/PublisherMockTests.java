package io.hermesmq.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

import io.hermesmq.Publisher;
import io.hermesmq.annotation.HermesChannel;
import io.hermesmq.annotation.HermesPublisher;
import io.hermesmq.autoconfigure.HermesAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

/** What the tests of users do with publishers. */
@SpringBootTest(properties = "hermes.profile=small")
class PublisherMockTests {

    @MockitoBean
    @HermesChannel("firm")
    Publisher<Quote> firm;

    @MockitoBean
    Mocked mocked;

    @Autowired
    @HermesChannel("indicative")
    Publisher<Quote> indicative;

    @Autowired
    Nested nested;

    @Autowired
    Desk desk;

    @Test
    void aGenericPublisherIsMockedByItsChannel() {
        given(firm.publish(Quote.of(1))).willReturn(42L);
        assertThat(desk.firm.publish(Quote.of(1))).isEqualTo(42);
        assertThat(desk.indicative.publish(Quote.of(1))).isPositive();
        assertThat(indicative.channel()).isEqualTo("indicative");
    }

    @Test
    void aPublisherInterfaceIsMocked() {
        given(mocked.publish(Quote.of(1))).willReturn(43L);
        assertThat(desk.mocked.publish(Quote.of(1))).isEqualTo(43);
    }

    @Test
    void aPublisherInterfaceInsideATestIsImported() {
        assertThat(nested.publish(Quote.of(1))).isPositive();
    }

    @HermesPublisher("mocked")
    interface Mocked {
        long publish(Quote quote);
    }

    @HermesPublisher("nested")
    interface Nested {
        long publish(Quote quote);
    }

    record Desk(Publisher<Quote> firm, Publisher<Quote> indicative, Mocked mocked) {}

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(HermesAutoConfiguration.class)
    @ImportHermesPublishers({Mocked.class, Nested.class})
    static class App {

        @Bean
        Desk desk(
                @HermesChannel("firm") final Publisher<Quote> firm,
                @HermesChannel("indicative") final Publisher<Quote> indicative,
                final Mocked mocked) {
            return new Desk(firm, indicative, mocked);
        }
    }
}
