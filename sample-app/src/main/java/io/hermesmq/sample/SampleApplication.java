package io.hermesmq.sample;

import io.hermesmq.sample.feed.RandomWalk;
import io.hermesmq.sample.feed.TradeFile;
import io.hermesmq.sample.feed.TradeSource;
import java.nio.file.Path;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/** A small market-data pipeline on Hermes. Replays {@code --sample.feed=FILE}, or walks at random until it is stopped. */
@SpringBootApplication(proxyBeanMethods = false)
@EnableConfigurationProperties(SampleProperties.class)
public class SampleApplication {

    public static void main(final String[] args) throws InterruptedException {
        System.exit(run(args));
    }

    /** Runs until the feed has ended and returns the exit code. */
    static int run(final String... args) throws InterruptedException {
        final ConfigurableApplicationContext context = SpringApplication.run(SampleApplication.class, args);
        final Feed feed = context.getBean(Feed.class);
        final Report report = context.getBean(Report.class);
        final SampleProperties properties = context.getBean(SampleProperties.class);
        while (!feed.awaitEnd(properties.progress())) {
            report.progress();
        }
        // Not active: it was Ctrl-C that ended the feed, and the context is closing already.
        return context.isActive() ? SpringApplication.exit(context) : feed.getExitCode();
    }

    @Bean
    TradeSource tradeSource(final SampleProperties properties) {
        return properties.feed() == null
                ? new RandomWalk(properties.seed(), properties.rate())
                : TradeFile.open(Path.of(properties.feed()));
    }
}
