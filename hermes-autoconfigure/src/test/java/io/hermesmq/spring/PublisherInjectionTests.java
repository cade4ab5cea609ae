package io.hermesmq.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesmq.ConfigurationException;
import io.hermesmq.Hermes;
import io.hermesmq.Publisher;
import io.hermesmq.annotation.HermesChannel;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ContextAnnotationAutowireCandidateResolver;
import org.springframework.context.annotation.Scope;

class PublisherInjectionTests {

    private final ApplicationContextRunner runner = HermesRunner.stepped();

    @Test
    void aFieldGetsAPublisherOfItsTypeAndChannel() {
        runner.withBean(Fields.class).run(context -> {
            final Fields fields = context.getBean(Fields.class);
            assertThat(fields.quotes.channel()).isEqualTo("quotes");
            assertThat(fields.quotes.publish(Quote.of(1))).isPositive();
        });
    }

    @Test
    void publishersOfOneTypeForTwoChannelsStandSideBySide() {
        runner.withBean(TwoChannels.class).run(context -> {
            final TwoChannels bean = context.getBean(TwoChannels.class);
            assertThat(bean.firm.channel()).isEqualTo("firm");
            assertThat(bean.indicative.channel()).isEqualTo("indicative");
            assertThat(bean.trades.channel()).isEqualTo("trades");
            assertThat(bean.trades.publish(new Trade(1, 2))).isPositive();
        });
    }

    @Test
    void anInjectionMethodGetsAPublisher() {
        runner.withBean(Setter.class)
                .run(context -> assertThat(context.getBean(Setter.class).quotes.channel())
                        .isEqualTo("quotes"));
    }

    @Test
    void aBeanMethodGetsAPublisher() {
        runner.withUserConfiguration(BeanMethod.class)
                .run(context -> assertThat(context.getBean("channel")).isEqualTo("quotes"));
    }

    @Test
    void providersAndOptionalsGetPublishers() {
        runner.withBean(Providers.class).run(context -> {
            final Providers bean = context.getBean(Providers.class);
            assertThat(bean.provider.getObject().channel()).isEqualTo("quotes");
            assertThat(bean.optional.orElseThrow().channel()).isEqualTo("quotes");
        });
    }

    @Test
    void theQualifierOfSpringNamesTheChannelToo() {
        runner.withBean(Qualified.class)
                .run(context -> assertThat(
                                context.getBean(Qualified.class).quotes.channel())
                        .isEqualTo("quotes"));
    }

    @Test
    void anAnnotationOfTheUsersOwnNamesTheChannel() {
        runner.withBean(MetaAnnotated.class)
                .run(context -> assertThat(
                                context.getBean(MetaAnnotated.class).quotes.channel())
                        .isEqualTo("quotes"));
    }

    @Test
    void placeholdersAreResolvedInTheChannel() {
        runner.withBean(Placeholder.class)
                .withPropertyValues("app.channel=quotes")
                .run(context -> assertThat(
                                context.getBean(Placeholder.class).quotes.channel())
                        .isEqualTo("quotes"));
    }

    @Test
    void theTypeMayComeFromASubclass() {
        runner.withBean(QuoteBase.class)
                .run(context -> assertThat(
                                context.getBean(QuoteBase.class).publisher.publish(Quote.of(1)))
                        .isPositive());
    }

    @Test
    void textsAndBytesAreTypesToo() {
        runner.withBean(TextsAndBytes.class).run(context -> {
            assertThat(context.getBean(TextsAndBytes.class).texts.publish("hello"))
                    .isPositive();
            assertThat(context.getBean(TextsAndBytes.class).bytes.publish(new byte[8]))
                    .isPositive();
        });
    }

    @Test
    void aPublisherBeanOfTheUserWinsWhereItIsQualifiedAlike() {
        runner.withUserConfiguration(OwnQualified.class)
                .withBean(TwoChannels.class)
                .run(context -> {
                    final TwoChannels bean = context.getBean(TwoChannels.class);
                    assertThat(bean.firm).isSameAs(context.getBean("ownFirm"));
                    assertThat(bean.indicative.channel()).isEqualTo("indicative");
                });
    }

    @Test
    void aPublisherBeanWithTheNameOfTheChannelWins() {
        runner.withUserConfiguration(OwnNamed.class).withBean(TwoChannels.class).run(context -> {
            final TwoChannels bean = context.getBean(TwoChannels.class);
            assertThat(bean.indicative).isSameAs(context.getBean("indicative"));
            assertThat(bean.firm.channel()).isEqualTo("firm");
        });
    }

    @Test
    void anUnqualifiedInjectionPointGetsThePublisherBeanOfTheUser() {
        runner.withUserConfiguration(OwnNamed.class)
                .withBean(Unnamed.class)
                .run(context ->
                        assertThat(context.getBean(Unnamed.class).publisher).isSameAs(context.getBean("indicative")));
    }

    @Test
    void aListOfPublishersHoldsThoseOfTheUser() {
        runner.withUserConfiguration(OwnNamed.class)
                .withBean(ListOfPublishers.class)
                .run(context -> assertThat(context.getBean(ListOfPublishers.class).publishers)
                        .hasSize(1)
                        .first()
                        .isSameAs(context.getBean("indicative")));
    }

    @Test
    void anInjectionPointWithoutAChannelEndsTheStart() {
        runner.withBean(Unnamed.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(ConfigurationException.class)
                        .hasMessageStartingWith("field Unnamed.publisher is a publisher, but names no channel;"
                                + " put @HermesChannel(\"name-of-the-channel\") on it"));
    }

    @Test
    void anInjectionPointWithoutATypeEndsTheStart() {
        runner.withBean(Raw.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(ConfigurationException.class)
                        .hasMessageStartingWith("field Raw.publisher does not say what it publishes"));
    }

    @Test
    void beansOfOneClassShareThePublisherOfAnInjectionPoint() {
        runner.withUserConfiguration(Prototype.class).run(context -> {
            final Fields first = context.getBean(Fields.class);
            final Fields second = context.getBean(Fields.class);
            assertThat(first).isNotSameAs(second);
            assertThat(first.quotes).isSameAs(second.quotes);
            assertThat(first.quotes).isNotSameAs(first.again);
        });
    }

    @Test
    void publishersAreInjectedWithAResolverOfTheUsersOwnToo() {
        runner.withInitializer(context -> ((DefaultListableBeanFactory) context.getBeanFactory())
                        .setAutowireCandidateResolver(new OwnResolver()))
                .withBean(Fields.class)
                .run(context -> assertThat(context.getBean(Fields.class).quotes.channel())
                        .isEqualTo("quotes"));
    }

    @Test
    void theChannelsExistOnceInTheEngine() {
        runner.withBean(Fields.class)
                .run(context -> assertThat(
                                context.getBean(Hermes.class).snapshot().channels())
                        .hasSize(1));
    }

    static class OwnResolver extends ContextAnnotationAutowireCandidateResolver {}

    static class Fields {
        @Autowired
        @HermesChannel("quotes")
        Publisher<Quote> quotes;

        @Autowired
        @HermesChannel("quotes")
        Publisher<Quote> again;
    }

    static class TwoChannels {
        final Publisher<Quote> firm;
        final Publisher<Quote> indicative;
        final Publisher<Trade> trades;

        TwoChannels(
                @HermesChannel("firm") final Publisher<Quote> firm,
                @HermesChannel("indicative") final Publisher<Quote> indicative,
                @HermesChannel("trades") final Publisher<Trade> trades) {
            this.firm = firm;
            this.indicative = indicative;
            this.trades = trades;
        }
    }

    static class Setter {
        Publisher<Quote> quotes;

        @Autowired
        @HermesChannel("quotes")
        void setQuotes(final Publisher<Quote> quotes) {
            this.quotes = quotes;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class BeanMethod {
        @Bean
        String channel(@HermesChannel("quotes") final Publisher<Quote> quotes) {
            return quotes.channel();
        }
    }

    static class Providers {
        @Autowired
        @HermesChannel("quotes")
        ObjectProvider<Publisher<Quote>> provider;

        @Autowired
        @HermesChannel("quotes")
        Optional<Publisher<Quote>> optional;
    }

    static class Qualified {
        @Autowired
        @Qualifier("quotes")
        Publisher<Quote> quotes;
    }

    @HermesChannel("quotes")
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.FIELD, ElementType.PARAMETER})
    @interface Quotes {}

    static class MetaAnnotated {
        @Autowired
        @Quotes
        Publisher<Quote> quotes;
    }

    static class Placeholder {
        @Autowired
        @HermesChannel("${app.channel}")
        Publisher<Quote> quotes;
    }

    abstract static class Base<T> {
        @Autowired
        @HermesChannel("quotes")
        Publisher<T> publisher;
    }

    static class QuoteBase extends Base<Quote> {}

    static class TextsAndBytes {
        @Autowired
        @HermesChannel("texts")
        Publisher<String> texts;

        @Autowired
        @HermesChannel("bytes")
        Publisher<byte[]> bytes;
    }

    static class Unnamed {
        @Autowired
        Publisher<Quote> publisher;
    }

    @SuppressWarnings("rawtypes")
    static class Raw {
        @Autowired
        @HermesChannel("quotes")
        Publisher publisher;
    }

    static class ListOfPublishers {
        @Autowired
        List<Publisher<Quote>> publishers;
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnQualified {
        @Bean
        @HermesChannel("firm")
        @SuppressWarnings("unchecked")
        Publisher<Quote> ownFirm() {
            return Mockito.mock(Publisher.class);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnNamed {
        @Bean
        @SuppressWarnings("unchecked")
        Publisher<Quote> indicative() {
            return Mockito.mock(Publisher.class);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Prototype {
        @Bean
        @Scope("prototype")
        Fields fields() {
            return new Fields();
        }
    }
}
