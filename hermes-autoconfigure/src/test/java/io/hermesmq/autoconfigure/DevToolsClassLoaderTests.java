package io.hermesmq.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesmq.Hermes;
import io.hermesmq.spring.HermesRunner;
import io.hermesmq.spring.app.App;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.api.Test;
import org.springframework.test.util.ReflectionTestUtils;

/** As with Spring Boot's DevTools: the classes of the application in a loader below that of the libraries. */
class DevToolsClassLoaderTests {

    @Test
    void anApplicationInALoaderOfItsOwnRuns() throws Exception {
        try (RestartLoader loader = new RestartLoader()) {
            runApplication(loader);
        }
    }

    @Test
    void anApplicationRestartsInANewLoader() throws Exception {
        try (RestartLoader first = new RestartLoader();
                RestartLoader second = new RestartLoader()) {
            runApplication(first);
            runApplication(second);
        }
    }

    private static void runApplication(final RestartLoader loader) throws Exception {
        final Class<?> app = loader.loadClass(App.class.getName());
        final Class<?> quote = loader.loadClass("io.hermesmq.spring.Quote");
        assertThat(app).isNotSameAs(App.class);
        HermesRunner.stepped()
                .withClassLoader(loader)
                .withUserConfiguration(app)
                .run(context -> {
                    final Object bean = context.getBean(app);
                    final Object message = quote.getMethod("of", long.class).invoke(null, 7L);
                    assertThat((long) ReflectionTestUtils.invokeMethod(bean, "publish", message))
                            .isPositive();
                    assertThat((long) ReflectionTestUtils.invokeMethod(bean, "publishSpread", 8L))
                            .isPositive();
                    context.getBean(Hermes.class).step(HermesRunner.LANE);
                    assertThat(ReflectionTestUtils.getField(bean, "received")).hasToString("[7, 8]");
                });
    }

    /** Loads the classes of the application itself, everything else comes from its parent. */
    private static final class RestartLoader extends URLClassLoader {

        RestartLoader() throws IOException {
            super(
                    new URL[] {App.class.getProtectionDomain().getCodeSource().getLocation()},
                    App.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(final String name, final boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                if (!isOfApplication(name)) {
                    return super.loadClass(name, resolve);
                }
                final Class<?> loaded = findLoadedClass(name);
                return loaded == null ? findClass(name) : loaded;
            }
        }

        private static boolean isOfApplication(final String name) {
            return name.startsWith("io.hermesmq.spring.app.")
                    || name.equals("io.hermesmq.spring.Quote")
                    || name.equals("io.hermesmq.spring.Trade");
        }
    }
}
