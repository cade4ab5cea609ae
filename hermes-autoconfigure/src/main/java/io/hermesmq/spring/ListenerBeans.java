package io.hermesmq.spring;

import io.hermesmq.ConfigurationException;
import java.lang.reflect.Method;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.aop.SpringProxy;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.util.ClassUtils;

/**
 * Finds the beans with listener methods, once all singletons exist. Looks at classes first: no bean is created that would
 * not be there anyway.
 */
final class ListenerBeans {

    private static final Logger LOGGER = LoggerFactory.getLogger(ListenerBeans.class);

    private final ConfigurableListableBeanFactory beanFactory;

    ListenerBeans(final ConfigurableListableBeanFactory beanFactory) {
        this.beanFactory = beanFactory;
    }

    /** Receives each bean that has listeners. */
    interface Visitor {
        void visit(String beanName, Object bean, Class<?> type, DeclaredListeners listeners);
    }

    void forEach(final Visitor visitor) {
        final Iterator<String> names = beanFactory.getBeanNamesIterator();
        while (names.hasNext()) {
            final String name = names.next();
            if (!ScopedProxyUtils.isScopedTarget(name)) {
                visit(name, visitor);
            }
        }
    }

    private void visit(final String name, final Visitor visitor) {
        final Class<?> type = typeOf(name);
        final DeclaredListeners listeners = type == null ? DeclaredListeners.NONE : listenersOf(name, type);
        if (type == null || listeners.isEmpty()) {
            return;
        }
        listeners.requireComplete(type);
        requireSingleton(name, type, listeners.anyMethod());
        visitor.visit(name, beanFactory.getBean(name), type, listeners);
    }

    private DeclaredListeners listenersOf(final String name, final Class<?> type) {
        try {
            return ListenerMethods.find(type);
        } catch (final IllegalStateException | LinkageError ex) {
            if (isOfApplication(type)) {
                throw unreadable(name, type, ex);
            }
            LOGGER.warn(
                    "Bean '{}' is left without listeners: {} cannot be searched for @HermesListener",
                    name,
                    type.getName(),
                    ex);
            return DeclaredListeners.NONE;
        }
    }

    /** Where a library's class cannot be read, its listeners are hardly the point; the application wants its own. */
    private boolean isOfApplication(final Class<?> type) {
        return AutoConfigurationPackages.has(beanFactory)
                && AutoConfigurationPackages.get(beanFactory).stream()
                        .anyMatch(name -> name.isEmpty()
                                || type.getPackageName().equals(name)
                                || type.getPackageName().startsWith(name + '.'));
    }

    private static ConfigurationException unreadable(final String name, final Class<?> type, final Throwable cause) {
        final ConfigurationException failure = new ConfigurationException(
                "class of bean '" + name + "'",
                "bean '" + name
                        + "' cannot be searched for @HermesListener, so that its listeners would be missing: the"
                        + " methods of " + type.getName() + " cannot be read ("
                        + NestedExceptionUtils.getMostSpecificCause(cause) + ')',
                "add the class that is missing to the class path, or remove it from the fields and methods of "
                        + type.getSimpleName());
        failure.initCause(cause);
        return failure;
    }

    private @Nullable Class<?> typeOf(final String name) {
        if (!beanFactory.containsSingleton(name)) {
            return typeOfAbsent(name);
        }
        final Object singleton = beanFactory.getSingleton(name);
        if (singleton instanceof FactoryBean) {
            return typeOfProduct(name);
        }
        return singleton == null ? null : userClass(AopProxyUtils.ultimateTargetClass(singleton));
    }

    private @Nullable Class<?> typeOfAbsent(final String name) {
        if (beanFactory.containsBeanDefinition(name)
                && beanFactory.getMergedBeanDefinition(name).isAbstract()) {
            return null;
        }
        try {
            final Class<?> type = beanFactory.getType(name, false);
            return type == null ? null : userClass(type);
        } catch (final BeansException ex) {
            LOGGER.debug("The class of bean '{}' is not known", name, ex);
            return null;
        }
    }

    private @Nullable Class<?> typeOfProduct(final String name) {
        final Class<?> type = beanFactory.getType(name, false);
        if (type != null && SpringProxy.class.isAssignableFrom(type)) {
            return userClass(AopProxyUtils.ultimateTargetClass(beanFactory.getBean(name)));
        }
        return type == null ? null : userClass(type);
    }

    /** Lambdas, mocks and enhanced configuration classes are subclasses of what the user wrote. */
    private static Class<?> userClass(final Class<?> type) {
        return ClassUtils.getUserClass(type);
    }

    private void requireSingleton(final String name, final Class<?> type, final Method method) {
        final String listener = ListenerMethods.describe(type, method);
        if (!beanFactory.isSingleton(name)) {
            throw new ConfigurationException(
                    "scope of bean '" + name + "'",
                    "listener " + listener + " stands in bean '" + name + "', which is no singleton: "
                            + "there is no one object that its messages could go to",
                    "make the bean a singleton, or move the method to a bean that is one");
        }
        if (!beanFactory.containsSingleton(name)) {
            throw new ConfigurationException(
                    "@Lazy of bean '" + name + "'",
                    "listener " + listener + " stands in bean '" + name + "', which is lazy and was not needed yet: "
                            + "its messages would be lost until something else asks for it",
                    "remove @Lazy from the bean, or move the method to a bean that is not lazy");
        }
    }
}
