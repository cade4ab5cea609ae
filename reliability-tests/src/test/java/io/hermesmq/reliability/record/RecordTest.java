package io.hermesmq.reliability.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesmq.reliability.check.Findings;
import io.hermesmq.reliability.check.ListenerChecker;
import io.hermesmq.reliability.check.Outcome;
import io.hermesmq.reliability.value.Values;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordTest {

    @TempDir
    private Path record;

    @Test
    void shouldGoOnWithTheAttemptsOfAnEarlierSession() {
        try (AttemptLog log = AttemptLog.open(record, 0, 1024)) {
            log.attempt(0);
            log.note(0, Outcome.ACKNOWLEDGED);
            log.attempt(1);
        }
        try (AttemptLog log = AttemptLog.open(record, 0, 1024);
                RecordedAttempts attempts = new RecordedAttempts(record)) {
            assertThat(log.attempted()).isEqualTo(2);
            log.attempt(2);
            log.note(2, Outcome.REFUSED);
            assertThat(attempts.publishers()).isEqualTo(1);
            assertThat(attempts.attempted(0)).isEqualTo(3);
            assertThat(attempts.outcome(0, 0)).isEqualTo(Outcome.ACKNOWLEDGED);
            assertThat(attempts.outcome(0, 1)).isEqualTo(Outcome.IN_DOUBT);
            assertThat(attempts.outcome(0, 2)).isEqualTo(Outcome.REFUSED);
            assertThat(attempts.outcome(0, 3)).isEqualTo(Outcome.NONE);
            assertThat(attempts.outcome(0, 1 << 20)).isEqualTo(Outcome.NONE);
            assertThat(attempts.outcome(5, 0)).isEqualTo(Outcome.NONE);
            assertThat(attempts.count(Outcome.ACKNOWLEDGED)).isEqualTo(1);
        }
    }

    @Test
    void shouldFindPublishersThatBeginLater() {
        try (RecordedAttempts attempts = new RecordedAttempts(record)) {
            assertThat(attempts.publishers()).isZero();
            AttemptLog.open(record, 0, 64).close();
            AttemptLog.open(record, 1, 64).close();
            assertThat(attempts.publishers()).isEqualTo(2);
        }
    }

    @Test
    void shouldHandDeliveriesToTheCheckerOverSegmentsAndSessions() throws IOException {
        final int messages = DeliveryLayout.ENTRIES_PER_SEGMENT + 10;
        try (AttemptLog log = AttemptLog.open(record, 0, messages)) {
            for (int i = 0; i < messages; i++) {
                log.note(i, Outcome.ACKNOWLEDGED);
            }
        }
        try (RecordedAttempts attempts = new RecordedAttempts(record)) {
            final ListenerChecker checker = new ListenerChecker("a", attempts, true);
            final DeliveryReader reader = new DeliveryReader(record, "a", checker);
            reader.poll();
            try (DeliveryLog log = new DeliveryLog(record, "a", 0)) {
                for (int i = 0; i < messages - 5; i++) {
                    log.delivered(i + 1, Values.of(0, i), 0);
                    if (i == 100) {
                        reader.poll();
                    }
                }
            }
            reader.poll();
            assertThat(segments()).isEqualTo(1);
            try (DeliveryLog log = new DeliveryLog(record, "a", 12)) { // begins a little before the end of the last
                for (int i = messages - 8; i < messages; i++) {
                    log.delivered(i + 1, Values.of(0, i), 0);
                }
            }
            reader.poll();
            reader.poll();
            final Findings findings = checker.finish();
            assertThat(findings.count(fault -> true)).isZero();
            assertThat(findings.uniqueDelivered()).isEqualTo(messages);
            assertThat(findings.redeliveredAfterStarts()).isEqualTo(3);
        }
    }

    private long segments() throws IOException {
        try (Stream<Path> files = Files.list(record)) {
            return files.filter(path -> path.getFileName().toString().startsWith("deliveries"))
                    .count();
        }
    }

    @Test
    void shouldKeepListenersApartWhoseIdsAreAlike() {
        try (RecordedAttempts attempts = new RecordedAttempts(record);
                DeliveryLog lower = new DeliveryLog(record, "a", 0);
                DeliveryLog upper = new DeliveryLog(record, "A", 0);
                DeliveryLog longer = new DeliveryLog(record, "a~00000000", 0)) {
            lower.delivered(1, Values.fence(0), 0);
            upper.delivered(1, Values.fence(0), 0);
            longer.delivered(1, Values.fence(0), 0);
            upper.delivered(2, Values.CORRUPT, 0);
            final ListenerChecker checker = new ListenerChecker("a", attempts, true);
            new DeliveryReader(record, "a", checker).poll();
            assertThat(checker.highestSequence()).isEqualTo(1);
        }
    }

    @Test
    void shouldShareNumbersBetweenApplicationAndJudge() {
        try (ControlFile application = ControlFile.open(record, 4);
                ControlFile judge = ControlFile.open(record, 4)) {
            application.reached(Phase.PUBLISHING);
            application.reached(Phase.STARTED);
            application.acknowledged(0);
            application.acknowledged(1);
            application.acknowledged(1);
            application.refused(1);
            judge.set(ControlFile.Field.STOP, 1);
            assertThat(judge.phase()).isEqualTo(Phase.PUBLISHING);
            assertThat(judge.acknowledged()).isEqualTo(3);
            assertThat(judge.refused()).isEqualTo(1);
            assertThat(application.get(ControlFile.Field.STOP)).isEqualTo(1);
        }
    }
}
