package io.hermesmq.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesmq.ConfigurationException;
import io.hermesmq.Hermes;
import io.hermesmq.annotation.HermesListener;
import io.hermesmq.annotation.ProxyMode;
import java.util.ArrayList;
import java.util.List;
import org.aopalliance.intercept.MethodInterceptor;
import org.aspectj.lang.annotation.Aspect;
import org.aspectj.lang.annotation.Before;
import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.NameMatchMethodPointcut;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.EnableAspectJAutoProxy;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.support.SimpleThreadScope;

class ListenerProxyTests {

    private final ApplicationContextRunner runner = HermesRunner.stepped();

    private final ApplicationContextRunner audited = runner.withUserConfiguration(Audit.class, ClassProxies.class);

    @Test
    void adviceThatWouldBeSkippedEndsTheStart() {
        audited.withBean("listener", Rejecting.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .isInstanceOfSatisfying(SkippedAdviceException.class, failure -> {
                            assertThat(failure.beanName()).isEqualTo("listener");
                            assertThat(failure.method()).isEqualTo("Rejecting.on(Quote)");
                            assertThat(failure.advice()).containsExactly("aspect 'audit'");
                        }));
    }

    @Test
    void adviceOfSpringsOwnAnnotationsEndsTheStart() {
        runner.withUserConfiguration(Caching.class)
                .withBean("listener", Cached.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .isInstanceOfSatisfying(
                                SkippedAdviceException.class,
                                failure -> assertThat(failure.advice()).containsExactly("CacheInterceptor")));
    }

    @Test
    void aProxyWithoutAdviceForTheListenerIsPassedBy() {
        audited.withBean("listener", AuditedElsewhere.class).run(context -> {
            final AuditedElsewhere proxy = context.getBean(AuditedElsewhere.class);
            assertThat(AopUtils.isCglibProxy(proxy)).isTrue();
            publish(context.getBean(Hermes.class));
            assertThat(proxy.received()).containsExactly(1L);
            assertThat(context.getBean("audit", AuditAspect.class).calls).isEqualTo(1); // that of received()
        });
    }

    @Test
    void useCallsThroughAClassProxy() {
        audited.withBean("listener", Using.class).run(context -> {
            publish(context.getBean(Hermes.class));
            assertThat(context.getBean("audit", AuditAspect.class).calls).isEqualTo(1);
            assertThat(Using.received(context.getBean(Using.class))).containsExactly(1L);
        });
    }

    @Test
    void bypassCallsTheBeanWithoutItsAdvice() {
        Bypassing.RECEIVED.clear();
        audited.withBean("listener", Bypassing.class).run(context -> {
            publish(context.getBean(Hermes.class));
            assertThat(context.getBean("audit", AuditAspect.class).calls).isZero();
            assertThat(Bypassing.RECEIVED).containsExactly(1L);
        });
    }

    @Test
    void useCallsThroughAnInterfaceProxy() {
        runner.withUserConfiguration(Audit.class, InterfaceProxies.class)
                .withBean("listener", UsingByInterface.class)
                .run(context -> {
                    assertThat(AopUtils.isJdkDynamicProxy(context.getBean("listener")))
                            .isTrue();
                    publish(context.getBean(Hermes.class));
                    assertThat(context.getBean("audit", AuditAspect.class).calls)
                            .isEqualTo(1);
                    assertThat(UsingByInterface.RECEIVED).containsExactly(1L);
                });
    }

    @Test
    void useOfAMethodThatNoInterfaceHasEndsTheStart() {
        runner.withUserConfiguration(Audit.class, InterfaceProxies.class)
                .withBean("listener", UsingOutsideTheInterface.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .isInstanceOf(ConfigurationException.class)
                        .hasMessageContaining("says proxy = USE, but the proxy implements interfaces only"));
    }

    @Test
    void useOfAPrivateMethodEndsTheStart() {
        audited.withBean("listener", UsingPrivate.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .isInstanceOf(ConfigurationException.class)
                        .hasMessageContaining(
                                "says proxy = USE, but the method is private, which no proxy intercepts"));
    }

    @Test
    void useOfAFinalMethodEndsTheStart() {
        audited.withBean("listener", UsingFinal.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .isInstanceOf(ConfigurationException.class)
                        .hasMessageContaining("says proxy = USE, but the method is final, which no proxy intercepts"));
    }

    @Test
    void adviceOfInnerProxiesCountsToo() {
        final Rejecting target = new Rejecting();
        final ProxyFactory inner = new ProxyFactory(target);
        inner.setProxyTargetClass(true);
        inner.addAdvice((MethodInterceptor) invocation -> invocation.proceed());
        final ProxyFactory outer = new ProxyFactory(inner.getProxy());
        outer.setProxyTargetClass(true);
        final NameMatchMethodPointcut elsewhere = new NameMatchMethodPointcut();
        elsewhere.setMappedName("toString");
        outer.addAdvisor(new DefaultPointcutAdvisor(elsewhere, (MethodInterceptor) invocation -> invocation.proceed()));
        runner.withInitializer(context -> context.getBeanFactory().registerSingleton("nested", outer.getProxy()))
                .run(context -> assertThat(context)
                        .getFailure()
                        .isInstanceOfSatisfying(
                                SkippedAdviceException.class,
                                failure -> assertThat(failure.advice()).hasSize(1)));
    }

    @Test
    void bypassGoesThroughEveryLevelOfProxies() {
        Bypassing.RECEIVED.clear();
        final ProxyFactory inner = new ProxyFactory(new Bypassing());
        inner.setProxyTargetClass(true);
        inner.addAdvice((MethodInterceptor) invocation -> {
            throw new AssertionError("not bypassed");
        });
        final ProxyFactory outer = new ProxyFactory(inner.getProxy());
        outer.setProxyTargetClass(true);
        runner.withInitializer(context -> context.getBeanFactory().registerSingleton("nested", outer.getProxy()))
                .run(context -> {
                    publish(context.getBean(Hermes.class));
                    assertThat(Bypassing.RECEIVED).containsExactly(1L);
                });
    }

    @Test
    void anOpaqueProxyCountsAsAdvice() {
        final ProxyFactory opaque = new ProxyFactory(new Rejecting());
        opaque.setProxyTargetClass(true);
        opaque.setOpaque(true);
        runner.withInitializer(context -> context.getBeanFactory().registerSingleton("opaque", opaque.getProxy()))
                .run(context -> assertThat(context).getFailure().isInstanceOf(SkippedAdviceException.class));
    }

    @Test
    void aScopedBeanIsRefusedUnlessItsProxyIsUsed() {
        runner.withUserConfiguration(ScopedRejecting.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .isInstanceOf(ConfigurationException.class)
                        .hasMessageContaining("is behind a proxy without a fixed target, a scoped one for example"));
    }

    @Test
    void aScopedBeanIsCalledThroughItsProxy() {
        runner.withUserConfiguration(ScopedUsing.class).run(context -> {
            publish(context.getBean(Hermes.class));
            assertThat(Using.received(context.getBean("scoped", Using.class))).containsExactly(1L);
        });
    }

    private static void publish(final Hermes hermes) {
        assertThat(hermes.publisher("quotes", Quote.class).publish(Quote.of(1))).isPositive();
        hermes.step(HermesRunner.LANE);
    }

    @Aspect
    static class AuditAspect {
        int calls;

        @Before("execution(* io.hermesmq.spring.ListenerProxyTests.*.on(..))"
                + " || execution(* io.hermesmq.spring.ListenerProxyTests.*.received())")
        void audit() {
            calls++;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Audit {
        @Bean
        AuditAspect audit() {
            return new AuditAspect();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAspectJAutoProxy(proxyTargetClass = true)
    static class ClassProxies {}

    @Configuration(proxyBeanMethods = false)
    @EnableAspectJAutoProxy
    static class InterfaceProxies {}

    @Configuration(proxyBeanMethods = false)
    @EnableCaching(proxyTargetClass = true)
    static class Caching {
        @Bean
        ConcurrentMapCacheManager cacheManager() {
            return new ConcurrentMapCacheManager();
        }
    }

    static class Rejecting {
        @HermesListener(channel = "quotes")
        void on(final Quote quote) {}
    }

    static class Cached {
        @Cacheable("quotes")
        @HermesListener(channel = "quotes")
        public String on(final Quote quote) {
            return quote.toString();
        }
    }

    static class AuditedElsewhere {
        private final List<Long> received = new ArrayList<>();

        @HermesListener(channel = "quotes")
        void listen(final Quote quote) {
            received.add(quote.instrument());
        }

        List<Long> received() {
            return received;
        }
    }

    static class Using {
        private final List<Long> received = new ArrayList<>();

        @HermesListener(channel = "quotes", proxy = ProxyMode.USE)
        void on(final Quote quote) {
            received.add(quote.instrument());
        }

        List<Long> get() {
            return received;
        }

        static List<Long> received(final Using proxy) {
            return proxy.get();
        }
    }

    static class Bypassing {
        static final List<Long> RECEIVED = new ArrayList<>();

        @HermesListener(channel = "quotes", proxy = ProxyMode.BYPASS)
        private void on(final Quote quote) {
            RECEIVED.add(quote.instrument());
        }

        void onPurpose() {}
    }

    interface QuoteSink {
        void on(Quote quote);
    }

    static class UsingByInterface implements QuoteSink {
        static final List<Long> RECEIVED = new ArrayList<>();

        @Override
        @HermesListener(channel = "quotes", proxy = ProxyMode.USE)
        public void on(final Quote quote) {
            RECEIVED.add(quote.instrument());
        }
    }

    static class UsingOutsideTheInterface implements QuoteSink {
        @Override
        public void on(final Quote quote) {}

        @HermesListener(channel = "quotes", proxy = ProxyMode.USE)
        void listen(final Quote quote) {}
    }

    static class UsingPrivate {
        @HermesListener(channel = "quotes", proxy = ProxyMode.USE)
        private void listen(final Quote quote) {}

        void on(final Quote quote) {}
    }

    static class UsingFinal {
        @HermesListener(channel = "quotes", proxy = ProxyMode.USE)
        final void listen(final Quote quote) {}

        void on(final Quote quote) {}
    }

    @Configuration(proxyBeanMethods = false)
    static class ThreadScope {
        @Bean
        static BeanFactoryPostProcessor threadScope() {
            return beanFactory -> beanFactory.registerScope("thread", new SimpleThreadScope());
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import(ThreadScope.class)
    static class ScopedRejecting {
        @Bean
        @Scope(scopeName = "thread", proxyMode = ScopedProxyMode.TARGET_CLASS)
        Rejecting scoped() {
            return new Rejecting();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import(ThreadScope.class)
    static class ScopedUsing {
        @Bean
        @Scope(scopeName = "thread", proxyMode = ScopedProxyMode.TARGET_CLASS)
        Using scoped() {
            return new Using();
        }
    }
}
