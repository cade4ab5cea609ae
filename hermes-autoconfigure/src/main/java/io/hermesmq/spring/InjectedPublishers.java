package io.hermesmq.spring;

import io.hermesmq.ConfigurationException;
import io.hermesmq.Hermes;
import io.hermesmq.Publisher;
import io.hermesmq.annotation.HermesChannel;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.InjectionPoint;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.beans.factory.config.DependencyDescriptor;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.StringUtils;

/**
 * Makes the publishers that are injected as {@code Publisher<Quote>}: the type of the messages comes from the generic
 * type, the channel from {@link HermesChannel} at the injection point, or from {@link Qualifier} where that is missing.
 *
 * <p>Each injection point has a publisher of its own. It is made once, however many beans of that class there are. Safe
 * for any thread.
 */
public final class InjectedPublishers {

    /** The name of the prototype bean that hands out the publishers. */
    public static final String PUBLISHER_BEAN_NAME = "hermesPublisher";

    private final Hermes hermes;
    private final AttributeValues values;
    private final Map<Site, Publisher<?>> publishers = new ConcurrentHashMap<>();

    /**
     * Creates the source of an application's publishers.
     *
     * @param hermes that makes them.
     * @param beanFactory to resolve placeholders in the names of channels.
     */
    public InjectedPublishers(final Hermes hermes, final ConfigurableBeanFactory beanFactory) {
        this.hermes = hermes;
        this.values = new AttributeValues(beanFactory);
    }

    /**
     * The publisher of an injection point.
     *
     * @param point a field or parameter of the type {@code Publisher<..>}, also within a provider.
     * @param <T> of the messages.
     * @return the publisher.
     * @throws ConfigurationException where the injection point names no channel or no type.
     * @throws io.hermesmq.HermesException where there can be no such publisher.
     */
    @SuppressWarnings("unchecked") // the site holds the class of T
    public <T> Publisher<T> publisherFor(final InjectionPoint point) {
        final Class<?> message = messageType(point);
        final String channel = values.resolve("channel of " + describe(point), channelOf(point));
        return (Publisher<T>) publishers.computeIfAbsent(
                new Site(elementOf(point), indexOf(point), channel, message),
                site -> hermes.publisher(site.channel(), site.message()));
    }

    private static Class<?> messageType(final InjectionPoint point) {
        final ResolvableType type =
                point instanceof DependencyDescriptor descriptor ? descriptor.getResolvableType() : ResolvableType.NONE;
        final Class<?> message =
                type.resolve() == Publisher.class ? type.getGeneric(0).resolve() : null;
        if (message == null || message == Object.class) {
            throw new ConfigurationException(
                    describe(point),
                    describe(point) + " does not say what it publishes: it is of the type " + type,
                    "write the type of the messages, as in Publisher<Quote>");
        }
        return message;
    }

    private static String channelOf(final InjectionPoint point) {
        final HermesChannel channel = find(point, HermesChannel.class);
        if (channel != null) {
            return channel.value();
        }
        final Qualifier qualifier = find(point, Qualifier.class);
        if (qualifier != null && StringUtils.hasText(qualifier.value())) {
            return qualifier.value();
        }
        throw new ConfigurationException(
                describe(point),
                describe(point) + " is a publisher, but names no channel",
                "put @HermesChannel(\"name-of-the-channel\") on it; where Lombok writes the constructor, put"
                        + " lombok.copyableAnnotations += " + HermesChannel.class.getName() + " into lombok.config");
    }

    /** On the field or parameter, or on the method where a method is called for injection only. */
    private static <A extends Annotation> @Nullable A find(final InjectionPoint point, final Class<A> type) {
        final A direct = AnnotatedElementUtils.findMergedAnnotation(
                AnnotatedElementUtils.forAnnotations(point.getAnnotations()), type);
        final MethodParameter parameter = point.getMethodParameter();
        final Method method = parameter == null ? null : parameter.getMethod();
        if (direct != null || method == null || method.getReturnType() != void.class) {
            return direct;
        }
        return AnnotatedElementUtils.findMergedAnnotation(method, type);
    }

    private static AnnotatedElement elementOf(final InjectionPoint point) {
        final MethodParameter parameter = point.getMethodParameter();
        return parameter == null ? point.getAnnotatedElement() : parameter.getExecutable();
    }

    private static int indexOf(final InjectionPoint point) {
        final MethodParameter parameter = point.getMethodParameter();
        return parameter == null ? -1 : parameter.getParameterIndex();
    }

    private static String describe(final InjectionPoint point) {
        final String owner = point.getMember().getDeclaringClass().getSimpleName();
        final MethodParameter parameter = point.getMethodParameter();
        if (parameter == null) {
            return "field " + owner + '.' + point.getMember().getName();
        }
        final String executable = parameter.getMethod() == null
                ? "the constructor"
                : parameter.getMethod().getName();
        return "parameter " + parameter.getParameterIndex() + " of " + owner + '.' + executable;
    }

    private record Site(AnnotatedElement element, int index, String channel, Class<?> message) {}
}
