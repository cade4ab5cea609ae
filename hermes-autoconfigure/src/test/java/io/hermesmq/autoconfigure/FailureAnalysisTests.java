package io.hermesmq.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.fail;

import io.hermesmq.PublishRefusedException;
import io.hermesmq.PublishStatus;
import io.hermesmq.Publisher;
import io.hermesmq.annotation.HermesChannel;
import io.hermesmq.annotation.HermesListener;
import io.hermesmq.annotation.HermesPublisher;
import io.hermesmq.annotation.MaxLength;
import io.hermesmq.channel.journal.ChannelDirectory;
import io.hermesmq.channel.journal.DirectoryLock;
import io.hermesmq.channel.journal.JournalException;
import io.hermesmq.spring.HermesConfigCustomizer;
import io.hermesmq.spring.HermesRunner;
import io.hermesmq.spring.ImportHermesPublishers;
import io.hermesmq.spring.Quote;
import io.hermesmq.spring.Trade;
import io.hermesmq.spring.elsewhere.ElsewherePublisher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.test.util.ReflectionTestUtils;

class FailureAnalysisTests {

    private ConfigurableApplicationContext failed;

    private final ApplicationContextRunner runner = HermesRunner.stepped().withInitializer(context -> failed = context);

    @Test
    void missingFlags() throws Exception {
        final FailureAnalysis analysis =
                analyze(missingFlags(List.of("--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED")));
        assertThat(analysis.getDescription())
                .isEqualTo("Hermes needs access to JDK internals that this JVM does not give.");
        assertThat(analysis.getAction()).isEqualToNormalizingNewlines("""
                        Start the JVM with

                            --add-exports=java.base/jdk.internal.misc=ALL-UNNAMED

                        Where to write it:

                            IDE:         the VM options of the run configuration
                            Maven:       <argLine> of maven-surefire-plugin for tests,
                                         <jvmArguments> of spring-boot-maven-plugin for spring-boot:run
                            Gradle:      jvmArgs of the test and bootRun tasks
                            java -jar:   the manifest of the jar, after which no flag is needed:
                                         Add-Exports: java.base/jdk.internal.misc
                            elsewhere:   the environment variable JDK_JAVA_OPTIONS""");
    }

    @Test
    void missingFlagsOfAJournal() throws Exception {
        final FailureAnalysis analysis = analyze(missingFlags(List.of(
                "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
                "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
                "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED")));
        assertThat(analysis.getDescription())
                .isEqualTo("A channel with a journal needs access to JDK internals that this JVM does not give.");
        assertThat(analysis.getAction()).isEqualToNormalizingNewlines("""
                        Start the JVM with

                            --add-exports=java.base/jdk.internal.ref=ALL-UNNAMED \
                        --add-exports=java.base/sun.nio.ch=ALL-UNNAMED --add-opens=java.base/java.lang.reflect=ALL-UNNAMED

                        Where to write it:

                            IDE:         the VM options of the run configuration
                            Maven:       <argLine> of maven-surefire-plugin for tests,
                                         <jvmArguments> of spring-boot-maven-plugin for spring-boot:run
                            Gradle:      jvmArgs of the test and bootRun tasks
                            java -jar:   the manifest of the jar, after which no flag is needed:
                                         Add-Exports: java.base/jdk.internal.misc java.base/jdk.internal.ref java.base/sun.nio.ch
                                         Add-Opens: java.base/java.lang.reflect
                                         Enable-Native-Access: ALL-UNNAMED
                            elsewhere:   the environment variable JDK_JAVA_OPTIONS

                        On JDK 24 and later these keep the libraries below the journal from printing warnings:

                            --enable-native-access=ALL-UNNAMED -Dsun.misc.unsafe.memory.access=allow""");
    }

    @Test
    void aJournalThatAnotherProcessWrites(@TempDir final Path directory) throws IOException {
        final Path quotes = Files.createDirectories(directory.resolve("quotes"));
        try (DirectoryLock lock = DirectoryLock.acquire(quotes)) {
            runner.withBean(Signals.class)
                    .withPropertyValues("hermes.directory=" + directory, "hermes.channels.quotes.journal.enabled=true")
                    .run(context -> {
                        final FailureAnalysis analysis = analyze(context);
                        assertThat(analysis.getDescription())
                                .matches("Directory \\Q" + lock.directory()
                                        + "\\E is in use by process \\d+ on host \\S+," + " started at \\S+Z\\.");
                        assertThat(analysis.getAction()).isEqualToNormalizingNewlines("""
                                A journal has one writer: stop the other one, or give this one a hermes.directory of its own.

                                    hermes.directory: %s ("hermes.directory" from property source "test")""".formatted(directory));
                    });
        }
    }

    @Test
    void aJournalOnANetworkFileSystem() {
        final FailureAnalysis analysis = analyze(networkFileSystem(Path.of("/mnt/share/quotes"), "nfs4"));
        assertThat(analysis.getDescription())
                .isEqualTo(
                        "The journal directory /mnt/share/quotes is on a network file system (nfs4), where memory-mapped"
                                + " files and locks do not do what a journal needs: messages may be lost and two writers may go"
                                + " unnoticed.");
        assertThat(analysis.getAction()).isEqualToNormalizingNewlines("""
                Set hermes.directory to a local disk, or accept that with -Dhermes.journal.network-file-system=allow.

                    hermes.directory is not set: it is data/hermes in the working directory, %s""".formatted(
                        Path.of("data/hermes").toAbsolutePath()));
    }

    @Test
    void aRecordThatIsNotWhatTheJournalHas(@TempDir final Path directory) {
        final ApplicationContextRunner journaled = runner.withPropertyValues(
                "hermes.directory=" + directory,
                "hermes.channels.quotes.capacity=64KB",
                "hermes.channels.quotes.journal.enabled=true",
                "hermes.channels.quotes.journal.min-free-space=0");
        journaled
                .withBean(NeedsGenericPublisher.class)
                .run(context -> assertThat(context.getBean(NeedsGenericPublisher.class)
                                .publisher
                                .publish(Quote.of(1)))
                        .isPositive());
        journaled.withBean(TradesIntoQuotes.class).run(context -> {
            final FailureAnalysis analysis = analyze(context);
            assertThat(analysis.getDescription())
                    .startsWith(
                            "Channel 'quotes' has messages in its journal, from sequence 1 on, that cannot be read as"
                                    + " io.hermesmq.spring.Trade:")
                    .contains("old Quote")
                    .contains("new Trade")
                    .contains("bid: float64");
            assertThat(analysis.getAction())
                    .startsWith(
                            "Undo the change; or add new components at the end with @DefaultValue; or publish the new"
                                    + " record on another channel; or, if the old messages are not needed any more, move ")
                    .endsWith(directory.resolve("quotes") + " away.");
        });
    }

    @Test
    void aJournalThatFailsForAReasonWithoutAdvice() {
        final FailureAnalysis analysis = analyze(new JournalException("the journal cannot begin a file: out of luck"));
        assertThat(analysis.getDescription()).isEqualTo("The journal cannot begin a file: out of luck.");
        assertThat(analysis.getAction())
                .startsWith("See to the disk, and to the rights of this process in hermes.directory.");
    }

    @Test
    void aListenerWhoseIdIsTooLongForItsPosition() {
        final FailureAnalysis analysis = analyze(new JournalException(
                "the id of listener 'x' takes 300 bytes of UTF-8, at most 255 are possible; use a shorter id"));
        assertThat(analysis.getDescription())
                .isEqualTo("The id of listener 'x' takes 300 bytes of UTF-8, at most 255 are possible.");
        assertThat(analysis.getAction()).isEqualTo("Use a shorter id.");
    }

    @Test
    void twoListenersWithOneId() {
        runner.withBean(Signals.class).withBean(OtherSignals.class).run(context -> assertAnalysis(context, """
                        Two listeners have the id 'signals':

                            - Signals.on(Quote)
                            - OtherSignals.read(Quote)""", """
                        Give one of them an id of its own: @HermesListener(channel = "..", id = "another-id"). A listener \
                        without an id takes the names of its class and method."""));
    }

    @Test
    void aParameterThatNoCodecFills() {
        runner.withBean(Unfillable.class).run(context -> assertAnalysis(context, """
                        Parameter 'Thread thread' of listener method

                            io.hermesmq.autoconfigure.FailureAnalysisTests$Unfillable.on(Thread)

                        cannot be filled: no codec decodes it.""", """
                        Take a record, String, byte[], an SBE decoder, components of a record, or (DirectBuffer buffer, \
                        int offset, int length)."""));
    }

    @Test
    void aRecordThatDoesNotMatchItsChannel() {
        runner.withBean(Signals.class)
                .withBean(TradesIntoQuotes.class)
                .run(context -> assertAnalysis(context, """
                        Channel 'quotes' carries

                            Trade(instrument:int64,size:int32)

                        but listener 'signals' wants

                            Quote(instrument:int64,bid:float64,ask:float64)""", """
                        Use the same type on both sides, or another channel."""));
    }

    @Test
    void aMessageThatNeverFits() {
        runner.withBean(LargePublisher.class)
                .withPropertyValues("hermes.channels.[Large ones].capacity=4KB")
                .run(context -> assertAnalysis(context, """
                        Channel 'Large ones' can never take record Large: it needs 4004 payload bytes, but the ring takes at \
                        most 480.""", """
                        Give the channel a larger ring:

                            hermes.channels[Large ones].capacity: 32KB

                        or make the message smaller."""));
    }

    @Test
    void adviceThatWouldBeSkipped() {
        runner.withUserConfiguration(Asynchronous.class)
                .withBean("signals", AsyncSignals.class)
                .run(context -> assertAnalysis(context, """
                        Listener AsyncSignals.on(Quote) of bean 'signals' is behind a proxy. Hermes calls the bean itself, \
                        which would skip:

                            - AnnotationAsyncExecutionInterceptor""", """
                        Say in its @HermesListener what is meant:

                            proxy = ProxyMode.USE     each message goes through the proxy and its advice
                            proxy = ProxyMode.BYPASS  the bean is called without the advice, on purpose"""));
    }

    @Test
    void anInvalidCapacity() {
        yaml("""
                hermes:
                  channels:
                    quotes:
                      capacity: 1000
                """).run(context -> assertAnalysis(context, """
                        Property hermes.channels.quotes.capacity cannot work: capacity 1000 is not a power of two from 4096 \
                        to 1073741824.

                            Origin: Byte array resource [application.yml] - 4:17""", "Use 4KB."));
    }

    @Test
    void aCapacityBetweenTwoPowers() {
        yaml("hermes.channels.[market.Quotes].capacity: 5MB").run(context -> assertAnalysis(context, """
                        Property hermes.channels[market.Quotes].capacity cannot work: capacity 5242880 is not a power of two \
                        from 4096 to 1073741824.

                            Origin: Byte array resource [application.yml] - 1:43""", "Use 8MB."));
    }

    @Test
    void anInvalidSettingOfTheEngine() {
        yaml("hermes.drain-timeout: -1s")
                .run(context ->
                        assertAnalysis(context, """
                        Property hermes.drain-timeout cannot work: drain-timeout PT-1S is not within 0 and 365 days.

                            Origin: Byte array resource [application.yml] - 1:23""", "Use 0s to close without draining, or a time up to that limit."));
    }

    @Test
    void anInvalidSettingInCode() {
        runner.withBean(
                        "code",
                        HermesConfigCustomizer.class,
                        () -> config -> config.withChannel(
                                "quotes", config.channel("quotes").withCapacity(5)))
                .run(context -> assertAnalysis(
                        context, "Capacity 5 is not a power of two from 4096 to 1073741824.", "Use 4096."));
    }

    @Test
    void anUnknownListener() {
        yaml("hermes.listeners.signalz.lane: trading").run(context -> assertAnalysis(context, """
                        Property hermes.listeners.signalz cannot work: there is no @HermesListener with the id 'signalz'; \
                        there is none at all.

                            Origin: Byte array resource [application.yml] - 1:32""", """
                        Correct the id, or remove the setting; an id with a dot in it is written in brackets: \
                        hermes.listeners.[quoteListener.on].lane."""));
    }

    @Test
    void anUnknownListenerWithADot() {
        yaml("hermes.listeners.[quoteListener.on].lane: trading").run(context -> {
            final FailureAnalysis analysis = analyze(context);
            assertThat(analysis.getDescription())
                    .startsWith("Property hermes.listeners[quoteListener.on] cannot work: ")
                    .endsWith("Origin: Byte array resource [application.yml] - 1:43");
        });
    }

    @Test
    void aMisspeltKeyOfAChannel() {
        yaml("hermes.channels.quotes.capcity: 16MB").run(context -> assertAnalysis(context, """
                        Hermes has no such properties:

                            - hermes.channels.quotes.capcity (Byte array resource [application.yml] - 1:33)""", """
                        Correct or remove them. The keys of an entry of hermes.channels are capacity, on-full, block-timeout, \
                        producers, timestamps, journal. A name with a dot or a capital in it is written in brackets, such as \
                        [quoteListener.on]."""));
    }

    @Test
    void aMisspeltKeyOfAJournal() {
        yaml("hermes.channels.orders.journal.acknowlege: synced").run(context -> assertAnalysis(context, """
                        Hermes has no such properties:

                            - hermes.channels.orders.journal.acknowlege (Byte array resource [application.yml] - 1:44)""", """
                        Correct or remove them. The keys of journal of an entry of hermes.channels are enabled, acknowledge, \
                        roll-cycle, retention, min-free-space, on-lag. A name with a dot or a capital in it is written in \
                        brackets, such as [quoteListener.on]."""));
    }

    @Test
    void aMisspeltKeyOfARetention() {
        yaml("hermes.channels.orders.journal.retention.max-days: 7")
                .run(context -> assertThat(analyze(context).getAction())
                        .startsWith(
                                "Correct or remove them. The keys of retention of journal of an entry of hermes.channels are"
                                        + " max-age, max-size, keep-unread. "));
    }

    @Test
    void aJournalThatIsNotSwitchedOn() {
        yaml("""
                hermes.channels.orders.journal:
                  acknowledge: synced
                """)
                .run(context -> assertAnalysis(
                        context, """
                        Property hermes.channels.orders.journal.enabled cannot work: the journal has settings, but is not \
                        switched on.""", "Set it to true, or to false to go without a journal and keep its settings."));
    }

    @Test
    void aJournalOfAChannelThatOverwrites() {
        yaml("hermes.channels.orders: { on-full: overwrite, journal: { enabled: true } }")
                .run(context -> assertAnalysis(context, """
                        Property hermes.channels.orders.on-full cannot work: on-full: overwrite loses messages, and a journal \
                        keeps them.

                            Origin: Byte array resource [application.yml] - 1:36""", """
                        Use on-full: block, fail or drop-newest; slow listeners of a journaled channel hold up nobody \
                        (journal.on-lag: read-journal)."""));
    }

    @Test
    void aRetentionThatKeepsNothing() {
        yaml("hermes.channels.orders.journal: { enabled: true, retention: { max-age: 0s } }")
                .run(context -> assertAnalysis(context, """
                        Property hermes.channels.orders.journal.retention.max-age cannot work: max-age PT0S keeps nothing.

                            Origin: Byte array resource [application.yml] - 1:72""", """
                        Use a time such as 7d, or leave it out to keep everything."""));
    }

    @Test
    void anEmptyDirectory() {
        yaml("hermes.directory: ''").run(context -> assertAnalysis(context, """
                        Property hermes.directory cannot work: directory is empty.

                            Origin: Byte array resource [application.yml] - 1:19""", """
                        Use the path of a directory, or leave it out for data/hermes."""));
    }

    @Test
    void aStartOfAListenerThatIsNone() {
        yaml("hermes.listeners.signals.from: yesterday").run(context -> assertAnalysis(context, """
                        Property hermes.listeners.signals.from cannot work: from 'yesterday' is neither latest, earliest, a \
                        sequence nor a time.

                            Origin: Byte array resource [application.yml] - 1:32""", """
                        Use latest, earliest, a number such as 42, or a time such as 2026-03-01T09:30:00Z."""));
    }

    @Test
    void aStartInAnAnnotationThatIsNone() {
        runner.withBean(FromYesterday.class)
                .withPropertyValues("app.start=yesterday")
                .run(context -> assertAnalysis(context, """
                        Listener 'audit': from 'yesterday' is neither latest, earliest, a sequence nor a time.""", """
                        Use latest, earliest, a number such as 42, or a time such as 2026-03-01T09:30:00Z."""));
    }

    @Test
    void aMisspeltKeyAtTheTop() {
        yaml("hermes.chanels.quotes.capacity: 16MB").run(context -> assertAnalysis(context, """
                        Hermes has no such properties:

                            - hermes.chanels.quotes.capacity (Byte array resource [application.yml] - 1:33)""", """
                        Correct or remove them. The keys of hermes are enabled, profile, directory, drain-timeout, \
                        stall-timeout, channels, lanes, listeners. A name with a dot or a capital in it is written in \
                        brackets, such as [quoteListener.on]."""));
    }

    @Test
    void aPublisherThatWasNotFound() {
        runner.withUserConfiguration(App.class)
                .withBean(NeedsPublisher.class)
                .run(context -> assertAnalysis(context, """
                        A bean needs the publisher io.hermesmq.spring.elsewhere.ElsewherePublisher, but it was not found: \
                        interfaces with @HermesPublisher are looked for in the packages [io.hermesmq.nothing], not inside \
                        test classes.""", """
                        Put @ImportHermesPublishers(ElsewherePublisher.class) on a configuration or test class, or move the \
                        interface."""));
    }

    @Test
    void aPublisherWhileHermesIsSwitchedOff() {
        runner.withPropertyValues("hermes.enabled=false")
                .withBean(NeedsGenericPublisher.class)
                .run(context -> assertAnalysis(context, """
                        A bean needs the publisher io.hermesmq.Publisher<io.hermesmq.spring.Quote>, but Hermes is switched \
                        off: hermes.enabled is false.""", """
                        Remove hermes.enabled=false, or inject the publisher as an ObjectProvider and do without it."""));
    }

    @Test
    void aPublisherInATestSlice() {
        new ApplicationContextRunner()
                .withInitializer(context -> failed = context)
                .withUserConfiguration(App.class)
                .withBean(NeedsPublisher.class)
                .run(context -> assertAnalysis(context, """
                        A bean needs the publisher io.hermesmq.spring.elsewhere.ElsewherePublisher, but there is no Hermes in \
                        this context. A test slice such as @WebMvcTest leaves the auto-configuration of Hermes out.""", """
                        In a test slice, put @MockitoBean on a field of this type for a mock, or put \
                        @ImportAutoConfiguration(HermesAutoConfiguration.class) and \
                        @ImportHermesPublishers(ElsewherePublisher.class) on the test class for the real one. Elsewhere, look \
                        for what excludes HermesAutoConfiguration."""));
    }

    @Test
    void aGenericPublisherInATestSlice() {
        new ApplicationContextRunner()
                .withInitializer(context -> failed = context)
                .withBean(NeedsGenericPublisher.class)
                .run(context -> assertAnalysis(context, """
                        A bean needs the publisher io.hermesmq.Publisher<io.hermesmq.spring.Quote>, but there is no Hermes in \
                        this context. A test slice such as @WebMvcTest leaves the auto-configuration of Hermes out.""", """
                        In a test slice, put @MockitoBean on a field of this type for a mock, or put \
                        @ImportAutoConfiguration(HermesAutoConfiguration.class) on the test class for the real one. \
                        Elsewhere, look for what excludes HermesAutoConfiguration."""));
    }

    @Test
    void theAdviceForATestSliceHelps() {
        new ApplicationContextRunner()
                .withUserConfiguration(App.class, Advised.class)
                .withBean(NeedsPublisher.class)
                .withBean(NeedsGenericPublisher.class)
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void aPublisherMethodThatCannotBeImplemented() {
        runner.withUserConfiguration(ImportsImpossible.class).run(context -> {
            final FailureAnalysis analysis = analyze(context);
            assertThat(analysis.getDescription())
                    .startsWith(
                            "Publisher method io.hermesmq.autoconfigure.FailureAnalysisTests$Impossible.publish(Quote)"
                                    + " cannot be implemented: ");
            assertThat(analysis.getAction()).isNotBlank().endsWith(".");
        });
    }

    @Test
    void aTypeThatNoCodecEncodes() {
        runner.withBean(ThreadPublisher.class).run(context -> {
            final FailureAnalysis analysis = analyze(context);
            assertThat(analysis.getDescription()).startsWith("Cannot publish messages of type java.lang.Thread; ");
            assertThat(analysis.getAction())
                    .isEqualTo("Use one of these types, or declare a MessageCodec bean for yours.");
        });
    }

    @Test
    void aRecordWithoutALayout() {
        runner.withBean(UnencodablePublisher.class).run(context -> {
            final FailureAnalysis analysis = analyze(context);
            assertThat(analysis.getDescription())
                    .startsWith(
                            "Record io.hermesmq.autoconfigure.FailureAnalysisTests$Unencodable cannot be a message: "
                                    + "component 'thread' ");
            assertThat(analysis.getAction()).startsWith("Change the record: records of primitives, enums");
        });
    }

    @Test
    void anUnknownPlaceholder() {
        runner.withBean(Placeholder.class).run(context -> {
            final FailureAnalysis analysis = analyze(context);
            assertThat(analysis.getDescription())
                    .startsWith("The channel of @HermesListener on Placeholder.on(Quote), \"${app.channel}\", cannot be"
                            + " resolved: ");
            assertThat(analysis.getAction())
                    .isEqualTo(
                            "Define the property that it names, give it a default as in ${name:default}, or write the"
                                    + " value itself.");
        });
    }

    @Test
    void failuresOfMessagesOnTheirWayAreNotAnalyzed() {
        assertThat(analyze(new PublishRefusedException("quotes", PublishStatus.CLOSED)))
                .isNull();
    }

    @Test
    void failuresOfOthersAreNotAnalyzed() {
        assertThat(analyze(new IllegalStateException("something else"))).isNull();
    }

    private void assertAnalysis(
            final AssertableApplicationContext context, final String description, final String action) {
        final FailureAnalysis analysis = analyze(context);
        assertThat(analysis).as("analysis of %s", context.getStartupFailure()).isNotNull();
        assertThat(analysis.getDescription()).isEqualToNormalizingNewlines(description);
        assertThat(analysis.getAction()).isEqualToNormalizingNewlines(action);
    }

    private FailureAnalysis analyze(final AssertableApplicationContext context) {
        assertThat(context).hasFailed();
        return analyze(context.getStartupFailure(), failed.getBeanFactory(), failed.getEnvironment());
    }

    private static FailureAnalysis analyze(final Throwable failure) {
        return analyze(failure, new DefaultListableBeanFactory(), new StandardEnvironment());
    }

    /** As Spring Boot does it: the analyzers of all libraries in their order, the first answer counts. */
    private static FailureAnalysis analyze(
            final Throwable failure, final BeanFactory beanFactory, final Environment environment) {
        return SpringFactoriesLoader.forDefaultResourceLocation()
                .load(
                        FailureAnalyzer.class,
                        ArgumentResolver.of(BeanFactory.class, beanFactory).and(Environment.class, environment),
                        FailureHandler.logging(LogFactory.getLog(FailureAnalysisTests.class)))
                .stream()
                .map(analyzer -> analyzer.analyze(failure))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static RuntimeException missingFlags(final List<String> flags) throws ReflectiveOperationException {
        final Constructor<?> constructor =
                Class.forName("io.hermesmq.engine.MissingFlagsException").getDeclaredConstructor(List.class);
        constructor.setAccessible(true);
        return (RuntimeException) constructor.newInstance(flags);
    }

    /** What opening such a directory ends in; this machine may have none. */
    private static RuntimeException networkFileSystem(final Path directory, final String type) {
        final Consumer<String> warnings = warning -> fail(warning);
        return catchThrowableOfType(
                JournalException.class,
                () -> ReflectionTestUtils.invokeMethod(
                        ChannelDirectory.class, "checkFileSystem", directory, type, false, warnings));
    }

    private ApplicationContextRunner yaml(final String text) {
        return runner.withInitializer(context -> {
            try {
                context.getEnvironment()
                        .getPropertySources()
                        .addFirst(new YamlPropertySourceLoader()
                                .load("application.yml", new ByteArrayResource(text.getBytes(), "application.yml"))
                                .get(0));
            } catch (final IOException ex) {
                throw new UncheckedIOException(ex);
            }
        });
    }

    static class Signals {
        @HermesListener(channel = "quotes", id = "signals")
        void on(final Quote quote) {}
    }

    static class OtherSignals {
        @HermesListener(channel = "quotes", id = "signals")
        void read(final Quote quote) {}
    }

    static class Unfillable {
        @HermesListener(channel = "quotes")
        void on(final Thread thread) {}
    }

    static class TradesIntoQuotes {
        @Autowired
        @HermesChannel("quotes")
        Publisher<Trade> trades;
    }

    record Large(@MaxLength(4000) String text) {}

    static class LargePublisher {
        @Autowired
        @HermesChannel("Large ones")
        Publisher<Large> large;
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAsync(proxyTargetClass = true)
    static class Asynchronous {}

    static class AsyncSignals {
        @Async
        @HermesListener(channel = "quotes")
        public void on(final Quote quote) {}
    }

    @Configuration(proxyBeanMethods = false)
    @AutoConfigurationPackage(basePackages = "io.hermesmq.nothing")
    static class App {}

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(HermesAutoConfiguration.class)
    @ImportHermesPublishers(ElsewherePublisher.class)
    static class Advised {}

    static class NeedsPublisher {
        @Autowired
        ElsewherePublisher publisher;
    }

    static class NeedsGenericPublisher {
        @Autowired
        @HermesChannel("quotes")
        Publisher<Quote> publisher;
    }

    @HermesPublisher("quotes")
    interface Impossible {
        String publish(Quote quote);
    }

    @Configuration(proxyBeanMethods = false)
    @ImportHermesPublishers(Impossible.class)
    static class ImportsImpossible {}

    static class ThreadPublisher {
        @Autowired
        @HermesChannel("threads")
        Publisher<Thread> threads;
    }

    record Unencodable(Thread thread) {}

    static class UnencodablePublisher {
        @Autowired
        @HermesChannel("unencodable")
        Publisher<Unencodable> publisher;
    }

    static class FromYesterday {
        @HermesListener(channel = "quotes", id = "audit", from = "${app.start}")
        void on(final Quote quote) {}
    }

    static class Placeholder {
        @HermesListener(channel = "${app.channel}")
        void on(final Quote quote) {}
    }
}
