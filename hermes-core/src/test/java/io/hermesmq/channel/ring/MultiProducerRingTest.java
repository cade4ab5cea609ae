package io.hermesmq.channel.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesmq.OnFull;
import io.hermesmq.Producers;
import io.hermesmq.PublishStatus;
import io.hermesmq.channel.OpenClaim;
import io.hermesmq.channel.ReadCursor;
import io.hermesmq.support.Gate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class MultiProducerRingTest {

    private static final int THREADS = 4;

    private final TestRing ring = TestRing.of(Producers.MULTI);
    private final List<ExecutorService> threads = new ArrayList<>();

    @BeforeEach
    void startThreads() {
        for (int i = 0; i < THREADS; i++) {
            threads.add(Executors.newSingleThreadExecutor());
        }
    }

    @AfterEach
    void stopThreads() {
        threads.forEach(ExecutorService::shutdownNow);
    }

    private <T> T onThread(final int thread, final Callable<T> step) throws Exception {
        return threads.get(thread).submit(step).get(20, TimeUnit.SECONDS);
    }

    private static List<List<Integer>> orders(final List<Integer> items) {
        if (items.isEmpty()) {
            return List.of(List.of());
        }
        final List<List<Integer>> all = new ArrayList<>();
        for (final Integer first : items) {
            final List<Integer> rest = new ArrayList<>(items);
            rest.remove(first);
            for (final List<Integer> order : orders(rest)) {
                final List<Integer> one = new ArrayList<>(List.of(first));
                one.addAll(order);
                all.add(one);
            }
        }
        return all;
    }

    /** Four threads claim in turn and finish in every order, each of them once with an abort. */
    @Test
    void shouldShowFramesInTheOrderOfTheirClaimsWhateverTheOrderOfTheirCommits() throws Exception {
        final ReadCursor cursor = ring.open("reader");
        long sequence = 0;
        for (final List<Integer> order : orders(List.of(0, 1, 2, 3))) {
            for (int aborting = 0; aborting <= THREADS; aborting++) {
                final long[] positions = new long[THREADS];
                for (int i = 0; i < THREADS; i++) {
                    final String text = "of thread " + i;
                    positions[i] = onThread(i, () -> ring.claim(text));
                }
                final List<Integer> finished = new ArrayList<>();
                for (final int thread : order) {
                    final long position = positions[thread];
                    if (thread == aborting) {
                        onThread(thread, () -> {
                            ring.channel.abort(position);
                            return null;
                        });
                    } else {
                        assertThat(onThread(thread, () -> ring.channel.commit(position)))
                                .isEqualTo(position + 64);
                    }
                    finished.add(thread);
                    final int visible = leading(finished);
                    assertThat(ring.channel.limit().get())
                            .as("%s after %s", order, finished)
                            .isEqualTo(visible == THREADS ? positions[3] + 64 : positions[visible]);
                }
                for (final TestRing.Frame frame : ring.read(cursor)) {
                    if (frame.isMessage()) {
                        assertThat(frame.sequence()).isEqualTo(++sequence);
                    }
                }
            }
        }
        assertThat(sequence).isEqualTo(24 * (4 * 3 + 4));
    }

    /** How many threads from the first on have finished. */
    private static int leading(final List<Integer> finished) {
        int count = 0;
        while (finished.contains(count)) {
            count++;
        }
        return count;
    }

    @Test
    void shouldPublishTheWholeRingWhenItsFirstClaimEnds() {
        final ReadCursor cursor = ring.open("reader");
        final long first = ring.channel.claim(0);
        final List<Long> others = new ArrayList<>();
        for (long position = ring.channel.claim(0); position > 0; position = ring.channel.claim(0)) {
            others.add(position);
        }
        Collections.reverse(others);
        others.forEach(ring.channel::commit);
        assertThat(ring.channel.limit().get()).isZero();

        ring.channel.commit(first);

        assertThat(ring.read(cursor)).hasSize(TestRing.CAPACITY / 32).allMatch(TestRing.Frame::isMessage);
    }

    @Test
    void shouldNotOverwriteAnOpenClaim() {
        final TestRing overwriting = TestRing.with(
                TestRing.config(Producers.MULTI).withOnFull(OnFull.OVERWRITE).withBlockTimeout(Duration.ZERO));
        overwriting.publish(0);
        overwriting.channel.claim(0);
        for (int i = 0; i < TestRing.CAPACITY / 32 - 1; i++) {
            assertThat(overwriting.channel.claim(0)).isPositive();
        }

        assertThat(overwriting.channel.claim(0)).isEqualTo(PublishStatus.TIMED_OUT.code());
    }

    @Test
    void shouldDeliverWhatWasCommittedBehindTheClaimOfADeadThread() throws Exception {
        final ReadCursor cursor = ring.open("reader");
        final Thread mortal = new Thread(() -> {
            final long position = ring.claim("never committed");
            ring.channel.watch(new Claim(Thread.currentThread(), position));
        });
        mortal.start();
        mortal.join();
        ring.publish("behind");
        ring.publish("behind that");
        assertThat(ring.texts(cursor)).isEmpty();

        ring.channel.checkStall(0);

        assertThat(ring.texts(cursor)).containsExactly("1:behind", "2:behind that");
    }

    private record Claim(Thread owner, long framePosition) implements OpenClaim {}

    /**
     * A thread moves the limit to a frame and falls asleep before it looks for the mark there. Meanwhile that frame and a whole
     * lap are published by others, and a frame of the next lap gets its mark in the same place.
     */
    @Test
    void shouldNotTakeTheMarkOfALaterLapWhereItSleptBeforeItLooked() throws Exception {
        final ReadCursor cursor = ring.open("reader");
        final HookedMarks marks = HookedMarks.in(ring.channel);
        final long first = ring.channel.claim(0);
        final long second = ring.channel.claim(0);

        final Gate beforeLook = new Gate();
        marks.before(access -> beforeLook.pass());
        final Future<Long> sleeper = threads.get(0).submit(() -> ring.channel.commit(first));
        beforeLook.awaitStopped();
        assertThat(ring.channel.limit().get()).isEqualTo(second);
        ring.channel.commit(second);
        final long[] open = publishALapAndMarkTheSecondFrameOfTheNext(cursor);
        beforeLook.open();
        sleeper.get(20, TimeUnit.SECONDS);

        assertNothingHappenedBefore(open, cursor);
    }

    /** The same for the owner of a frame that finds the limit at its frame and falls asleep before it takes its mark back. */
    @Test
    void shouldNotTakeTheMarkOfALaterLapWhereItsOwnIsGone() throws Exception {
        final ReadCursor cursor = ring.open("reader");
        final HookedMarks marks = HookedMarks.in(ring.channel);
        final long first = ring.channel.claim(0);
        final long second = ring.channel.claim(0);

        final Gate beforePut = new Gate();
        final Gate beforeLook = new Gate();
        final Gate beforeTake = new Gate();
        final Thread owner = onThread(1, Thread::currentThread);
        marks.before(access -> {
            if (Thread.currentThread() != owner) {
                beforeLook.pass();
            } else if (access == HookedMarks.Access.PUT) {
                beforePut.pass();
            } else if (access == HookedMarks.Access.TAKE) {
                beforeTake.pass();
            }
        });
        final Future<Long> later = threads.get(1).submit(() -> ring.channel.commit(second));
        beforePut.awaitStopped();
        final Future<Long> predecessor = threads.get(0).submit(() -> ring.channel.commit(first));
        beforeLook.awaitStopped();
        beforePut.open();
        beforeTake.awaitStopped();
        beforeLook.open();
        predecessor.get(20, TimeUnit.SECONDS);
        assertThat(ring.channel.limit().get()).isEqualTo(64);
        final long[] open = publishALapAndMarkTheSecondFrameOfTheNext(cursor);
        beforeTake.open();
        later.get(20, TimeUnit.SECONDS);

        assertNothingHappenedBefore(open, cursor);
    }

    /** Returns the position of a claim that is left open, and that of its successor, which is committed. */
    private long[] publishALapAndMarkTheSecondFrameOfTheNext(final ReadCursor cursor) {
        while (ring.channel.openPosition() < TestRing.CAPACITY) {
            ring.publish(0);
            ring.read(cursor);
        }
        final long open = ring.channel.claim(0);
        final long marked = ring.channel.claim(0);
        ring.channel.commit(marked);
        return new long[] {open, marked};
    }

    private void assertNothingHappenedBefore(final long[] positions, final ReadCursor cursor) {
        assertThat(positions).containsExactly(TestRing.CAPACITY, TestRing.CAPACITY + 32);
        assertThat(ring.channel.limit().get()).isEqualTo(TestRing.CAPACITY);
        ring.channel.commit(positions[0]);
        assertThat(ring.read(cursor)).extracting(TestRing.Frame::sequence).containsExactly(129L, 130L);
    }
}
