package io.hermesmq.reliability.record;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What the members of groups handled in all sessions, and what was acknowledged: files of longs that outlive the process that writes them.
 */
public final class GroupRecord {

    private static final int HANDLED_CAPACITY = 1 << 20;

    private GroupRecord() {}

    /** The numbers that one member has handled in one session. For the thread of the member. */
    public static final class Writer implements AutoCloseable {
        private final MappedFile file;
        private int count;

        private Writer(final MappedFile file) {
            this.file = file;
        }

        /**
         * Notes a message. It survives the process when this returns.
         *
         * @param number of the message, above 0.
         */
        public void handled(final long number) {
            if (count == HANDLED_CAPACITY) {
                throw new IllegalStateException("a member has handled more than " + HANDLED_CAPACITY
                        + " messages in one session; lower the rate or end sessions sooner");
            }
            file.buffer().putLongVolatile(count * Long.BYTES, number);
            count++;
        }

        @Override
        public void close() {
            file.close();
        }
    }

    /** The highest number that was acknowledged. */
    public static final class Acknowledged implements AutoCloseable {
        private final MappedFile file;

        private Acknowledged(final MappedFile file) {
            this.file = file;
        }

        /**
         * The number of the last acknowledged message.
         *
         * @return 0 where none was.
         */
        public long last() {
            return file.buffer().getLongVolatile(0);
        }

        /**
         * Notes an acknowledged message.
         *
         * @param number of the message.
         */
        public void acknowledged(final long number) {
            file.buffer().putLongVolatile(0, number);
        }

        @Override
        public void close() {
            file.close();
        }
    }

    /**
     * Opens the file of what was acknowledged.
     *
     * @param record directory of the record.
     * @return the file.
     */
    public static Acknowledged acknowledged(final Path record) {
        return new Acknowledged(MappedFile.openOrCreate(record.resolve("acknowledged.bin"), Long.BYTES));
    }

    /**
     * Opens the file of one member.
     *
     * @param record directory of the record.
     * @param group of the member.
     * @param session number of the session.
     * @param member its name in this session.
     * @return the file.
     */
    public static Writer writer(final Path record, final String group, final int session, final String member) {
        return new Writer(MappedFile.openOrCreate(
                record.resolve(prefix(group, session) + member + ".bin"), HANDLED_CAPACITY * Long.BYTES));
    }

    private static String prefix(final String group, final int session) {
        return String.format("%s-%06d-", group, session);
    }

    /** What one member handled. */
    public interface Handled {
        /**
         * One message.
         *
         * @param member that handled it.
         * @param number of the message.
         */
        void handled(String member, long number);
    }

    /**
     * Reads what a group handled in one session, member by member, and removes the files.
     *
     * @param record directory of the record.
     * @param group the group.
     * @param session number of the session, which is over.
     * @param handled gets each message in the order in which its member handled it.
     */
    public static void take(final Path record, final String group, final int session, final Handled handled) {
        try (Stream<Path> files = Files.list(record)) {
            final List<Path> ofSession = files.filter(
                            path -> path.getFileName().toString().startsWith(prefix(group, session)))
                    .sorted()
                    .toList();
            for (final Path path : ofSession) {
                try (MappedFile file = MappedFile.open(path)) {
                    read(file.buffer(), path.getFileName().toString(), handled);
                }
                Files.delete(path);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException("the record " + record + " cannot be read", e);
        }
    }

    private static void read(final UnsafeBuffer buffer, final String member, final Handled handled) {
        for (int at = 0; at < buffer.capacity(); at += Long.BYTES) {
            final long number = buffer.getLongVolatile(at);
            if (number == 0) {
                return;
            }
            handled.handled(member, number);
        }
    }
}
