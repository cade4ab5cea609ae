package io.hermesmq.spring;

import io.hermesmq.ConfigurationException;
import io.hermesmq.annotation.ProxyMode;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.support.AopUtils;

/**
 * What the lane calls: the bean itself, or its proxy where the listener asks for it.
 *
 * @param object to call the method on.
 * @param method of the object.
 */
record ListenerTarget(Object object, Method method) {

    /**
     * Chooses between a bean and its proxy.
     *
     * @param beanName the name of the bean.
     * @param bean the bean as others get it, possibly a proxy.
     * @param type the class of the bean behind any proxy.
     * @param method the listener method of that class.
     * @param mode what the listener says about proxies.
     * @return what to call.
     * @throws SkippedAdviceException where the listener says nothing and calling the bean would skip advice.
     * @throws ConfigurationException where the chosen way is not possible.
     */
    static ListenerTarget of(
            final String beanName, final Object bean, final Class<?> type, final Method method, final ProxyMode mode) {
        if (!AopUtils.isAopProxy(bean)) {
            return new ListenerTarget(bean, method);
        }
        return switch (mode) {
            case USE -> proxy(beanName, bean, type, method);
            case BYPASS -> new ListenerTarget(behindProxies(beanName, bean, type, method), method);
            case REJECT -> {
                final List<String> advice = AppliedAdvice.around(bean, type, method);
                if (!advice.isEmpty()) {
                    throw new SkippedAdviceException(beanName, ListenerMethods.describe(type, method), advice);
                }
                yield new ListenerTarget(behindProxies(beanName, bean, type, method), method);
            }
        };
    }

    private static ListenerTarget proxy(
            final String beanName, final Object bean, final Class<?> type, final Method method) {
        final int modifiers = method.getModifiers();
        if (Modifier.isPrivate(modifiers) || Modifier.isStatic(modifiers) || Modifier.isFinal(modifiers)) {
            throw notThroughProxy(
                    beanName,
                    type,
                    method,
                    "the method is " + firstOf(modifiers) + ", which no proxy intercepts",
                    "make the method neither private, static nor final, or say proxy = BYPASS");
        }
        try {
            return new ListenerTarget(bean, AopUtils.selectInvocableMethod(method, bean.getClass()));
        } catch (final IllegalStateException ex) {
            final ConfigurationException failure = notThroughProxy(
                    beanName,
                    type,
                    method,
                    "the proxy implements interfaces only, and none of them has the method",
                    "add the method to an interface of the bean, set spring.aop.proxy-target-class=true, or say"
                            + " proxy = BYPASS");
            failure.initCause(ex);
            throw failure;
        }
    }

    private static String firstOf(final int modifiers) {
        if (Modifier.isPrivate(modifiers)) {
            return "private";
        }
        return Modifier.isStatic(modifiers) ? "static" : "final";
    }

    private static ConfigurationException notThroughProxy(
            final String beanName, final Class<?> type, final Method method, final String reason, final String action) {
        return new ConfigurationException(
                "proxy of listener " + ListenerMethods.describe(type, method),
                "listener " + ListenerMethods.describe(type, method) + " of bean '" + beanName
                        + "' says proxy = USE, but " + reason,
                action);
    }

    private static Object behindProxies(
            final String beanName, final Object bean, final Class<?> type, final Method method) {
        @Nullable Object target = bean;
        while (AopUtils.isAopProxy(target)) {
            target = AopProxyUtils.getSingletonTarget(target);
        }
        if (target == null) {
            throw new ConfigurationException(
                    "proxy of listener " + ListenerMethods.describe(type, method),
                    "listener " + ListenerMethods.describe(type, method) + " of bean '" + beanName
                            + "' is behind a proxy without a fixed target, a scoped one for example: "
                            + "there is no one object to call",
                    "say proxy = USE in its @HermesListener, or make the bean a plain singleton");
        }
        return target;
    }
}
