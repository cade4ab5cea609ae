package io.hermesmq.channel.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesmq.Producers;
import io.hermesmq.channel.ReadCursor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One thread claims, commits, aborts and reads at random, with several claims open at once where many may publish; a list is the model. */
final class RingModelTest {

    private static final int STEPS = 500_000;

    private enum State {
        OPEN,
        COMMITTED,
        ABORTED
    }

    private static final class Claim {
        final long position;
        final long end;
        final long tag;
        State state = State.OPEN;

        Claim(final long position, final long end, final long tag) {
            this.position = position;
            this.end = end;
            this.tag = tag;
        }
    }

    @Timeout(60)
    @ParameterizedTest
    @CsvSource({"SINGLE, 1", "SINGLE, 2", "MULTI, 3", "MULTI, 4"})
    void shouldBehaveAsAList(final Producers producers, final long seed) {
        new Run(producers, seed).steps(STEPS);
    }

    private static final class Run {
        private final boolean single;
        private final int maxOpen;
        private final TestRing ring;
        private final ReadCursor cursor;
        private final Random random;
        private final List<Claim> claims = new ArrayList<>(); // those behind the limit
        private final List<Long> unread = new ArrayList<>(); // tags of visible messages
        private long claimed;
        private long limit;
        private long read;
        private long nextTag;
        private long sequence;
        private int open;
        private int refusals;

        Run(final Producers producers, final long seed) {
            single = producers == Producers.SINGLE;
            maxOpen = single ? 1 : 6;
            ring = TestRing.of(producers);
            cursor = ring.open("reader");
            random = new Random(seed);
        }

        void steps(final int count) {
            for (int i = 0; i < count; i++) {
                final int choice = random.nextInt(16);
                if (choice < 7) {
                    claim();
                } else if (choice < 15) {
                    finish(choice < 12 ? State.COMMITTED : State.ABORTED);
                } else {
                    read();
                }
                verify();
            }
            assertThat(sequence).isGreaterThan(count / 8);
            assertThat(refusals).isPositive();
        }

        private void claim() {
            if (open == maxOpen) {
                return;
            }
            final int length = random.nextInt(4) == 0 ? random.nextInt(481) : random.nextInt(48);
            final int frameLength = RingChannel.frameLength(length);
            final int lapRest = TestRing.CAPACITY - (int) (claimed % TestRing.CAPACITY);
            final boolean wraps = frameLength > lapRest;
            final long start = wraps ? claimed + lapRest : claimed;
            final long room = read + TestRing.CAPACITY;
            final long position = ring.channel.claim(length);
            if (start + frameLength <= room) {
                check(position == start, "claimed at " + position + ", not at " + start);
                pad(wraps, start);
                claimed = start + frameLength;
                claims.add(new Claim(start, claimed, nextTag));
                write(position, length);
                open++;
            } else {
                check(position == -1, "claimed at " + position + ", but there is no room");
                refusals++;
                pad(wraps && !single && start <= room, start); // many producers fill a lap before they look further
            }
        }

        private void pad(final boolean needed, final long end) {
            if (needed) {
                final Claim padding = new Claim(claimed, end, -1);
                padding.state = State.ABORTED;
                claims.add(padding);
                claimed = end;
            }
        }

        private void write(final long position, final int length) {
            final int offset = ring.channel.payloadOffset(position);
            for (int i = 0; i < length; i++) {
                ring.channel.buffer().putByte(offset + i, (byte) (nextTag + i));
            }
            nextTag++;
        }

        private void finish(final State state) {
            if (open == 0) {
                return;
            }
            int index = random.nextInt(open);
            for (final Claim claim : claims) {
                if (claim.state == State.OPEN && index-- == 0) {
                    claim.state = state;
                    if (state == State.COMMITTED) {
                        check(ring.channel.commit(claim.position) == claim.end, "commit of " + claim.position);
                    } else {
                        ring.channel.abort(claim.position);
                    }
                    open--;
                    break;
                }
            }
        }

        private void verify() {
            while (!claims.isEmpty() && claims.get(0).state != State.OPEN) {
                final Claim first = claims.remove(0);
                limit = first.end;
                if (first.state == State.COMMITTED) {
                    unread.add(first.tag);
                }
            }
            check(
                    ring.channel.limit().get() == limit,
                    "limit " + ring.channel.limit().get() + ", not " + limit);
            check(ring.channel.openPosition() == claimed, "claimed " + ring.channel.openPosition());
        }

        private void read() {
            int messages = 0;
            for (final TestRing.Frame frame : ring.read(cursor)) {
                if (frame.isMessage()) {
                    check(frame.sequence() == ++sequence, "sequence " + frame.sequence() + ", not " + sequence);
                    final long tag = unread.get(messages++);
                    final byte[] payload = frame.payload();
                    for (int i = 0; i < payload.length; i++) {
                        check(payload[i] == (byte) (tag + i), "payload of message " + sequence);
                    }
                }
            }
            check(messages == unread.size(), messages + " messages, not " + unread.size());
            unread.clear();
            read = limit;
        }

        private static void check(final boolean condition, final String what) {
            if (!condition) {
                throw new AssertionError(what);
            }
        }
    }
}
