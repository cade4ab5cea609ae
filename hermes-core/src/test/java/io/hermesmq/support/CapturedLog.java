package io.hermesmq.support;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** Takes what Hermes logs, instead of the console, until it is closed. */
public final class CapturedLog implements AutoCloseable {

    private final Logger logger;
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

    private CapturedLog(final String logger) {
        this.logger = (Logger) LoggerFactory.getLogger(logger);
        appender.list = new CopyOnWriteArrayList<>();
        appender.start();
        this.logger.setAdditive(false);
        this.logger.addAppender(appender);
    }

    /** Captures everything that Hermes logs. */
    public static CapturedLog ofHermes() {
        return new CapturedLog("io.hermesmq");
    }

    /** Each line: level and text. */
    public List<String> lines() {
        return appender.list.stream()
                .map(event -> event.getLevel() + " " + event.getFormattedMessage())
                .toList();
    }

    /** The texts of one level. */
    public List<String> texts(final Level level) {
        return appender.list.stream()
                .filter(event -> event.getLevel() == level)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    /** What was logged as the cause of each line that has one. */
    public List<Throwable> causes() {
        return appender.list.stream()
                .filter(event -> event.getThrowableProxy() != null)
                .map(event -> ((ThrowableProxy) event.getThrowableProxy()).getThrowable())
                .toList();
    }

    @Override
    public void close() {
        logger.detachAppender(appender);
        logger.setAdditive(true);
    }
}
