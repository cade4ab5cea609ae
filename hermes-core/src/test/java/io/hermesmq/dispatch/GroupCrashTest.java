package io.hermesmq.dispatch;

import static io.hermesmq.frame.FrameLayout.HEADER_LENGTH;
import static io.hermesmq.frame.FrameLayout.SEQUENCE_OFFSET;
import static org.assertj.core.api.Assertions.assertThat;

import io.hermesmq.channel.journal.GroupPositions;
import io.hermesmq.channel.journal.PositionFile;
import io.hermesmq.codec.KeyHash;
import io.hermesmq.codec.RecordCodec;
import io.hermesmq.monitor.Counters;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Groups whose process dies at any moment, over and over, and comes back with other members and keys. The members are played one small step
 * at a time in random order: look at a message, handle it, commit the position.
 */
final class GroupCrashTest {

    private static final int MESSAGES = 600;
    private static final int KEYS = 20;
    private static final RecordCodec CODEC = RecordCodec.of(Item.class);

    record Item(long number, int key, int other) {}

    @TempDir
    private Path directory;

    private final UnsafeBuffer frame = new UnsafeBuffer(ByteBuffer.allocateDirect(128));
    private final int[] handled = new int[MESSAGES + 1];
    private final Map<Integer, Long> lastOfKey = new HashMap<>();
    private final List<Member> members = new ArrayList<>();
    private long from;
    private Random random = new Random(0);

    /** What a lane does, in steps that a death can come between. */
    private final class Member {
        private final List<FrameGuard> guards;
        private final PositionFile.Slot slot;
        private final boolean slow;
        private long sequence;
        private Step step = Step.LOOK;

        Member(final GroupMember place) {
            guards = place.guards();
            slot = Objects.requireNonNull(place.position());
            slow = random.nextInt(4) == 0;
            sequence = slot.position() + 1;
        }

        void step() {
            if (slow && random.nextInt(20) != 0) {
                return;
            }
            switch (step) {
                case LOOK -> step = sequence <= MESSAGES && admits(sequence) ? Step.HANDLE : Step.COMMIT;
                case HANDLE -> {
                    if (random.nextInt(10) == 0) {
                        step = Step.LOOK; // it failed, and comes again
                        return;
                    }
                    handle(sequence);
                    step = Step.COMMIT;
                }
                case COMMIT -> {
                    if (sequence <= MESSAGES) {
                        slot.commit(sequence);
                        sequence++;
                    }
                    step = Step.LOOK;
                }
            }
        }

        private boolean admits(final long message) {
            write(message);
            return guards.stream().allMatch(guard -> guard.admits(frame, HEADER_LENGTH, CODEC.maxLength()));
        }

        boolean isAtEnd() {
            return sequence > MESSAGES && step == Step.LOOK;
        }
    }

    private enum Step {
        LOOK,
        HANDLE,
        COMMIT
    }

    private static int keyOf(final long message) {
        return (int) (message * 31 % KEYS);
    }

    private void write(final long message) {
        frame.putLong(SEQUENCE_OFFSET, message, ByteOrder.LITTLE_ENDIAN);
        try {
            CODEC.encode().invoke(frame, HEADER_LENGTH, new Item(message, keyOf(message), (int) message));
        } catch (final Throwable e) {
            throw new AssertionError(e);
        }
    }

    private void handle(final long message) {
        handled[(int) message]++;
        if (handled[(int) message] == 1) {
            lastOfKey.merge(keyOf(message), message, (last, next) -> {
                if (orderly) {
                    assertThat(next).as("order of key %s", keyOf(message)).isGreaterThan(last);
                }
                return next;
            });
        }
    }

    private boolean orderly = true;

    private void open(final PositionFile file, final int count, final @Nullable String key) {
        final KeyHash hash = key == null ? null : KeyHash.of(CODEC, key, "test");
        final GroupPositions positions =
                GroupPositions.open(file, "orders", count, key, name -> KeyHash.of(CODEC, name, "test"), () -> from);
        members.clear();
        ListenerGroup.members("orders", count, hash, positions, new Counters())
                .forEach(place -> members.add(new Member(place)));
    }

    private void run(final int steps) {
        for (int i = 0; i < steps; i++) {
            members.get(random.nextInt(members.size())).step();
        }
    }

    private int repeats() {
        int repeats = 0;
        for (final int times : handled) {
            repeats += Math.max(0, times - 1);
        }
        return repeats;
    }

    private void play(final int seed, final Sequel sequel) {
        random = new Random(seed);
        final Path path = directory.resolve("positions-" + seed);
        int bound = 0;
        int lives = 0;
        while (true) {
            final PositionFile file =
                    PositionFile.open(path, false, damage -> assertThat(damage).isNull());
            bound += members.size(); // each may have had one message in hand when the process died
            sequel.open(file, lives);
            run(lives > 40 ? 1_000_000 : random.nextInt(1500));
            assertThat(repeats())
                    .as("repeats in life %s of seed %s", lives, seed)
                    .isLessThanOrEqualTo(bound);
            if (members.stream().allMatch(Member::isAtEnd)) {
                break;
            }
            lives++;
        }
        for (int message = 1; message <= MESSAGES; message++) {
            assertThat(handled[message])
                    .as("message %s of seed %s", message, seed)
                    .isPositive();
        }
    }

    private interface Sequel {
        void open(PositionFile file, int life);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void shouldSkipNothingAndKeepKeysInOrderWhateverTheirNumber(final int seed) {
        play(seed, (file, life) -> open(file, 1 + random.nextInt(5), "key"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void shouldSkipNothingWhereMembersClaim(final int seed) {
        orderly = false;
        play(seed, (file, life) -> open(file, 4, null));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void shouldSkipNothingWhereMembersThatClaimChange(final int seed) {
        orderly = false;
        play(seed, (file, life) -> open(file, 1 + random.nextInt(5), null));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void shouldSkipNothingWhereTheWayOfSharingChanges(final int seed) {
        orderly = false;
        final String[] keys = {"key", "other", null};
        play(seed, (file, life) -> open(file, 1 + random.nextInt(5), keys[random.nextInt(3)]));
    }
}
