package io.hermesmq.reliability.app;

import io.hermesmq.Acknowledge;
import io.hermesmq.ChannelConfig;
import io.hermesmq.DeadLetter;
import io.hermesmq.DeadLetters;
import io.hermesmq.FailureAction;
import io.hermesmq.FailurePolicy;
import io.hermesmq.Hermes;
import io.hermesmq.HermesConfig;
import io.hermesmq.HermesSnapshot;
import io.hermesmq.JournalConfig;
import io.hermesmq.ListenerConfig;
import io.hermesmq.OnLag;
import io.hermesmq.PayloadChecks;
import io.hermesmq.Profile;
import io.hermesmq.Publisher;
import io.hermesmq.RetryPolicy;
import io.hermesmq.RollCycle;
import io.hermesmq.StartFrom;
import io.hermesmq.Timestamps;
import io.hermesmq.codec.Codecs;
import io.hermesmq.engine.HermesEngine;
import io.hermesmq.frame.FrameLayout;
import io.hermesmq.reliability.value.Values;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/** Hermes with one journaled channel. */
public final class HermesApplication implements ApplicationUnderTest {

    private static final Duration BLOCK_TIMEOUT = Duration.ofSeconds(30);

    private static final String DEAD_LETTERS = "dead-letters";
    private static final Duration RETRY_DELAY = Duration.ofNanos(10_000);

    /** Looking into each of them would take longer than all the rest. */
    private static final int FRAMES_LOOKED_AT = 500;

    private final AppOptions options;
    private final SteppedClock clock = new SteppedClock();
    private @Nullable Hermes hermes;

    /**
     * Keeps the options for {@link #open()}.
     *
     * @param options what to configure.
     */
    public HermesApplication(final AppOptions options) {
        this.options = options;
    }

    @Override
    public void open() {
        final ChannelConfig channel = Profile.BALANCED
                .channel()
                .withCapacity(options.integer(AppOption.CAPACITY))
                .withTimestamps(Timestamps.EVERY)
                .withBlockTimeout(BLOCK_TIMEOUT)
                .withJournal(journal());
        final HermesConfig config = HermesConfig.of(Profile.BALANCED)
                .withDirectory(Path.of(options.text(AppOption.JOURNAL)))
                .withChannel(options.text(AppOption.CHANNEL), channel)
                .withChannel(DEAD_LETTERS, channel);
        hermes = HermesEngine.create(config, new Codecs(List.of(new MessageBytesCodec())), PayloadChecks.NONE, clock);
    }

    private JournalConfig journal() {
        final long maxAge = options.number(AppOption.MAX_AGE_SECONDS);
        return JournalConfig.DEFAULT
                .withAcknowledge(options.constant(AppOption.ACKNOWLEDGE, Acknowledge.class))
                .withRollCycle(options.constant(AppOption.ROLL_CYCLE, RollCycle.class))
                .withMaxAge(maxAge == 0 ? null : Duration.ofSeconds(maxAge))
                .withMaxSize(options.number(AppOption.MAX_JOURNAL_BYTES))
                .withKeepUnread(options.flag(AppOption.KEEP_UNREAD))
                .withMinFreeSpace(options.number(AppOption.MIN_FREE_SPACE))
                .withOnLag(options.constant(AppOption.ON_LAG, OnLag.class));
    }

    @Override
    public void listen(final String id, final Receiver receiver) {
        final ListenerConfig listener = ListenerConfig.of(id, options.text(AppOption.CHANNEL))
                .startingFrom(StartFrom.parse(options.text(AppOption.FROM)))
                .onFailure(options.flag(AppOption.POISON) ? deadLettering() : lettingGo());
        opened().listen(
                        listener,
                        MessageBytes.class,
                        (message, context) -> receiver.onMessage(
                                context.sequence(), message.value(), message.kind(), context.missed()));
    }

    private static FailurePolicy deadLettering() {
        return FailurePolicy.SKIP
                .retrying(RetryPolicy.fixed(MAX_CALLS, RETRY_DELAY))
                .deadLetteringTo(DEAD_LETTERS);
    }

    private static FailurePolicy lettingGo() {
        return FailurePolicy.SKIP.asking(
                (name, context, cause, attempt) -> attempt < MAX_CALLS ? FailureAction.RETRY : FailureAction.CONTINUE);
    }

    @Override
    public long deadLetters() {
        final DeadLetters box = opened().deadLetters(DEAD_LETTERS);
        final List<DeadLetter> letters = box.browse();
        final Set<Long> messages = new HashSet<>();
        for (final DeadLetter letter : letters) {
            if (letter.attempts() != MAX_CALLS
                    || !letter.exception().equals(PlannedException.class.getName())
                    || !letter.channel().equals(options.text(AppOption.CHANNEL))
                    || !messages.add(letter.messageSequence())) {
                System.err.println("wrong dead letter: " + letter);
                return BROKEN;
            }
        }
        final int step = Math.max(1, letters.size() / FRAMES_LOOKED_AT);
        for (int i = 0; i < letters.size(); i += step) {
            final UnsafeBuffer frame = new UnsafeBuffer(box.frame(letters.get(i).sequence()));
            final int length = frame.capacity() - FrameLayout.HEADER_LENGTH;
            if (Values.read(frame, FrameLayout.HEADER_LENGTH, length) == Values.CORRUPT
                    || Values.kind(frame, FrameLayout.HEADER_LENGTH) != Values.Kind.THROWS_IN_LISTENER) {
                System.err.println("wrong frame of " + letters.get(i));
                return BROKEN;
            }
        }
        return letters.size();
    }

    @Override
    public Sender start() {
        final Publisher<MessageBytes> publisher =
                opened().publisher(options.text(AppOption.CHANNEL), MessageBytes.class);
        opened().start();
        return new Sender() {
            @Override
            public long publish(final DirectBuffer buffer, final int offset, final int length) {
                return publisher.publish(buffer, offset, length);
            }

            @Override
            public long publishBroken(final DirectBuffer buffer, final int offset, final int length) {
                return publisher.publish(MessageBytes.broken(buffer, offset, length));
            }
        };
    }

    @Override
    public void stepClock(final Duration step) {
        clock.step(step);
    }

    @Override
    public long damages() {
        final HermesSnapshot.Journal journal = journalNow();
        return journal == null ? 0 : journal.damages();
    }

    @Override
    public long lostMessages() {
        final HermesSnapshot.Journal journal = journalNow();
        return journal == null ? 0 : journal.lostMessages();
    }

    private HermesSnapshot.@Nullable Journal journalNow() {
        return opened().snapshot().channel(options.text(AppOption.CHANNEL)).journal();
    }

    private Hermes opened() {
        if (hermes == null) {
            throw new IllegalStateException("open() first");
        }
        return hermes;
    }

    @Override
    public void close() {
        if (hermes != null) {
            hermes.close();
        }
    }
}
