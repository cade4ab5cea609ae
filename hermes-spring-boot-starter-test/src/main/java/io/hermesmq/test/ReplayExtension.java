package io.hermesmq.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.core.io.Resource;
import org.springframework.test.context.junit.jupiter.SpringExtension;
import org.springframework.util.ResourceUtils;

/** Opens the journals of {@link ReplayJournal}, and replays those that stand on methods. */
final class ReplayExtension implements InvocationInterceptor, ParameterResolver {

    private static final ExtensionContext.Namespace STORE = ExtensionContext.Namespace.create(ReplayExtension.class);

    ReplayExtension() {}

    @Override
    public void interceptTestMethod(
            final Invocation<Void> invocation,
            final ReflectiveInvocationContext<Method> test,
            final ExtensionContext context)
            throws Throwable {
        final ReplayJournal annotation = test.getExecutable().getAnnotation(ReplayJournal.class);
        if (annotation != null) {
            try (JournalReplay replay = open(annotation, context)) {
                replay.run();
            }
        }
        invocation.proceed();
    }

    @Override
    public boolean supportsParameter(final ParameterContext parameter, final ExtensionContext context) {
        return parameter.isAnnotated(ReplayJournal.class);
    }

    @Override
    public Object resolveParameter(final ParameterContext parameter, final ExtensionContext context) {
        if (parameter.getParameter().getType() != JournalReplay.class) {
            throw new ExtensionConfigurationException("@ReplayJournal on parameter "
                    + parameter.getParameter().getName() + " of type "
                    + parameter.getParameter().getType().getName() + "; make it a JournalReplay");
        }
        final JournalReplay replay =
                open(parameter.findAnnotation(ReplayJournal.class).orElseThrow(), context);
        context.getStore(STORE).put(parameter.getIndex(), replay); // closed with the store
        return replay;
    }

    private static JournalReplay open(final ReplayJournal annotation, final ExtensionContext context) {
        final ApplicationContext application = SpringExtension.getApplicationContext(context);
        final HermesProbe probe = HermesExtension.probe(context);
        final Path directory = directory(HermesExtension.resolve(context, annotation.value()), application);
        final String channel = annotation.channel().isEmpty()
                ? directory.toAbsolutePath().normalize().getFileName().toString()
                : HermesExtension.resolve(context, annotation.channel());
        return new JournalReplay(
                directory,
                channel,
                probe,
                probe.hermes(),
                application.getBeanProvider(TestClock.class).getIfUnique());
    }

    private static Path directory(final String place, final ApplicationContext application) {
        if (!ResourceUtils.isUrl(place)) {
            return Path.of(place);
        }
        final Resource resource = application.getResource(place);
        if (!resource.exists()) {
            throw new ExtensionConfigurationException(
                    "there is no " + place
                            + " to replay; put the directory of the recorded channel below src/test/resources, or give its path");
        }
        try {
            if (!resource.isFile()) {
                throw new ExtensionConfigurationException(
                        place + " lies in a jar, where a journal cannot be read; unpack it");
            }
            return resource.getFile().toPath();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
