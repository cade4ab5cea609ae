package io.hermesmq.channel.journal;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * How far the listeners of a journaled channel are: per id the sequence of the last message that it has done with. The file is
 * mapped, so a commit is two stores and outlives the process.
 *
 * <pre>
 *   0     magic {@code HRMSPOSN}
 *   8     int version | int length of a slot
 *   16    int CRC-32 of all that | int 0
 *   24    int slots | int bits of slots, inverted
 *   32    long: 0, or anything else once ids were lost
 *   4096  the slots
 * </pre>
 *
 * <p>A damaged file never moves a listener forward. Where its newest commit is damaged it goes back by one commit, where both copies are
 * to the earliest message. Where an id is damaged nobody knows whose it was; so from then on every id that the file does not
 * know starts at the earliest message and not where a new one would, until {@link #forgetLostIds}. Damage is said once, when the file is opened.
 *
 * <p>Any thread may call the methods of the file. A {@link Slot} belongs to the thread of its listener.
 */
public final class PositionFile {

    /** The position of an id that is new. */
    public static final long NONE = -1;

    /** The position in front of the first message there is. */
    public static final long EARLIEST = 0;

    private static final long MAGIC = 0x4E53_4F50_534D_5248L; // "HRMSPOSN"
    private static final int VERSION = 1;
    private static final int HEADER_LENGTH = 4096;
    private static final int VERSION_OFFSET = 8;
    private static final int SLOT_LENGTH_OFFSET = 12;
    private static final int CHECKSUM_OFFSET = 16;
    private static final int COUNT_OFFSET = 24;
    private static final int LOST_OFFSET = 32;
    private static final long LOST = 0x2154_534F_4C53_4449L; // "IDSLOST!"
    private static final int FIRST_SLOTS = 56;
    private static final int MORE_SLOTS = 64;
    private static final int MAX_SLOTS = 1 << 16;

    private final Path path;
    private final Consumer<String> damage;
    private final MappedByteBuffer header;
    private final List<MappedByteBuffer> memories = new ArrayList<>();
    private final List<PositionSlot> slots = new ArrayList<>();
    private final SortedMap<String, Slot> byId = new TreeMap<>();

    private PositionFile(final Path path, final Consumer<String> damage, final MappedByteBuffer header) {
        this.path = path;
        this.damage = damage;
        this.header = header;
    }

    /** The position of one listener. For one thread at a time; the file may be forgotten, the slot keeps its memory mapped. */
    public static final class Slot {

        private final String id;
        private final PositionSlot place;
        private final long firstCopy;
        private final long salt;
        private boolean setBack;

        private Slot(final String id, final PositionSlot place) {
            this.id = id;
            this.place = place;
            firstCopy = place.firstCopy();
            salt = place.salt();
        }

        /**
         * The id of the listener.
         *
         * @return the text; case matters.
         */
        public String id() {
            return id;
        }

        /** Whether damage has set the position back when the file was opened, so that it is older than others. */
        boolean isSetBack() {
            return setBack;
        }

        /**
         * The last commit.
         *
         * @return a sequence, {@link #EARLIEST} or {@link #NONE}; any thread may ask.
         */
        public long position() {
            return PositionSlot.newest(firstCopy);
        }

        /**
         * Notes that the listener has done with a message and all in front of it. It survives the process when this returns.
         * Allocates nothing and blocks never.
         *
         * @param sequence of the message; one below the last commit is a {@link #seek}.
         */
        public void commit(final long sequence) {
            if (sequence < PositionSlot.newest(firstCopy)) {
                seek(sequence);
                return;
            }
            PositionSlot.advance(firstCopy, sequence, salt);
        }

        /**
         * Moves the listener to anywhere, back as well, and waits until the disk knows.
         *
         * @param sequence of the last message that it shall not get; {@link #EARLIEST} for none.
         */
        public void seek(final long sequence) {
            if (sequence < NONE) {
                throw new IllegalArgumentException("position " + sequence + " of listener '" + id + "' is negative");
            }
            place.writeBoth(sequence, salt);
            place.memory().force();
        }

        /**
         * Id and position.
         *
         * @return as text.
         */
        @Override
        public String toString() {
            return id + " at " + position();
        }
    }

    /**
     * Opens a position file, or creates it.
     *
     * @param path of the file, in a directory that this process has locked.
     * @param isExpected whether there must be one, because the journal has messages. Where it is missing then, ids count as lost.
     * @param damage takes a text for each damage.
     * @return the file.
     * @throws JournalException where the file cannot be created or mapped, or is of a newer Hermes.
     */
    public static PositionFile open(final Path path, final boolean isExpected, final Consumer<String> damage) {
        try {
            if (!Files.exists(path)) {
                final PositionFile file = create(path, damage);
                if (isExpected) {
                    file.loseIds("position file " + path + " is missing");
                }
                return file;
            }
            final PositionFile file = load(path, damage);
            if (file != null) {
                return file;
            }
            final Path place = JournalFiles.setAside(path);
            final PositionFile replacement = create(path, damage);
            replacement.loseIds(
                    "position file " + path + " is no position file any more and was set aside as " + place);
            return replacement;
        } catch (final IOException e) {
            throw failed(path, e);
        }
    }

    private static JournalException failed(final Path path, final IOException cause) {
        return new JournalException(
                "cannot make position file " + path + ": " + cause
                        + "; free some room on that disk and make its directory writable",
                cause);
    }

    private static PositionFile create(final Path path, final Consumer<String> damage) throws IOException {
        final Path replacement = path.resolveSibling(path.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(replacement, CREATE, TRUNCATE_EXISTING, READ, WRITE)) {
            JournalFiles.fill(channel, 0, HEADER_LENGTH);
            writeFreeSlots(channel, 0, FIRST_SLOTS);
            final PositionFile file = new PositionFile(path, damage, mapHeader(channel));
            file.writeHeader(FIRST_SLOTS);
            file.header.force();
            channel.force(true);
            JournalFiles.replace(replacement, path);
            JournalFiles.forceDirectory(path.resolveSibling(""));
            file.mapSlots(channel, FIRST_SLOTS);
            return file;
        }
    }

    private static MappedByteBuffer mapHeader(final FileChannel channel) throws IOException {
        final MappedByteBuffer header = channel.map(MapMode.READ_WRITE, 0, HEADER_LENGTH);
        header.order(LITTLE_ENDIAN);
        return header;
    }

    private void writeHeader(final int count) {
        header.putLong(0, MAGIC);
        header.putInt(VERSION_OFFSET, VERSION);
        header.putInt(SLOT_LENGTH_OFFSET, PositionSlot.LENGTH);
        header.putInt(CHECKSUM_OFFSET, checksum(header));
        header.putLong(COUNT_OFFSET, countWord(count));
    }

    private static long countWord(final int count) {
        return (count & 0xFFFF_FFFFL) | (long) ~count << 32;
    }

    private static int checksum(final MappedByteBuffer header) {
        final CRC32 crc = new CRC32();
        crc.update(header.duplicate().position(0).limit(CHECKSUM_OFFSET));
        return (int) crc.getValue();
    }

    /** A slot of zeros is damage: so the file is written whole, and then mapped. */
    private static void writeFreeSlots(final FileChannel channel, final int from, final int to) throws IOException {
        final ByteBuffer bytes =
                ByteBuffer.allocate((to - from) * PositionSlot.LENGTH).order(LITTLE_ENDIAN);
        for (int i = 0; i < to - from; i++) {
            bytes.putLong(i * PositionSlot.LENGTH, PositionSlot.FREE);
        }
        long at = offsetOf(from);
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    private static long offsetOf(final int slot) {
        return HEADER_LENGTH + (long) slot * PositionSlot.LENGTH;
    }

    private void mapSlots(final FileChannel channel, final int to) throws IOException {
        final int from = slots.size();
        final MappedByteBuffer memory =
                channel.map(MapMode.READ_WRITE, offsetOf(from), (long) (to - from) * PositionSlot.LENGTH);
        memories.add(memory);
        final long address = new UnsafeBuffer(memory).addressOffset();
        for (int i = from; i < to; i++) {
            slots.add(new PositionSlot(memory, i, address + (long) (i - from) * PositionSlot.LENGTH));
        }
    }

    // loading

    private static @Nullable PositionFile load(final Path path, final Consumer<String> damage) throws IOException {
        try (FileChannel channel = FileChannel.open(path, READ, WRITE)) {
            final long length = channel.size();
            final int present = (int) Math.min(MAX_SLOTS, (length - HEADER_LENGTH) / PositionSlot.LENGTH);
            if (length < HEADER_LENGTH || present < 1) {
                return null;
            }
            final PositionFile file = new PositionFile(path, damage, mapHeader(channel));
            final int count = file.checkHeader(present, length);
            file.mapSlots(channel, count);
            file.loadSlots();
            return file;
        }
    }

    /** Returns how many slots to read. */
    private int checkHeader(final int present, final long length) {
        final boolean isWhole = header.getLong(0) == MAGIC && header.getInt(CHECKSUM_OFFSET) == checksum(header);
        if (isWhole && header.getInt(VERSION_OFFSET) != VERSION) {
            throw new JournalException("position file " + path + " has version " + header.getInt(VERSION_OFFSET)
                    + ", this Hermes knows " + VERSION + "; upgrade this one");
        }
        final int count = header.getInt(COUNT_OFFSET);
        final boolean isCounted = count > 0 && count <= MAX_SLOTS && header.getLong(COUNT_OFFSET) == countWord(count);
        if (isWhole && isCounted && count <= present) {
            return count;
        }
        if (isWhole && isCounted) {
            loseIds("position file " + path + " is cut: it has " + length + " of " + offsetOf(count) + " bytes");
        } else {
            loseIds("position file " + path + " has a damaged header");
        }
        writeHeader(present);
        return present;
    }

    private void loadSlots() {
        int damagedSlots = 0;
        for (final PositionSlot slot : slots) {
            switch (slot.state()) {
                case FREE -> {}
                case USED -> loadSlot(slot);
                case DAMAGED -> damagedSlots++;
            }
        }
        if (damagedSlots > 0) {
            loseIds("position file " + path + " has " + damagedSlots + " damaged of " + slots.size() + " slots");
            for (final PositionSlot slot : slots) {
                if (slot.state() == PositionSlot.State.DAMAGED) {
                    slot.free();
                }
            }
        }
    }

    private void loadSlot(final PositionSlot place) {
        final PositionSlot.Loaded loaded = place.load();
        final Slot slot = new Slot(place.id(), place);
        if (loaded.isDamaged()) {
            slot.setBack = true;
            damage.accept("the position of listener '" + slot.id + "' in " + path + " is damaged; "
                    + (loaded.position() == EARLIEST
                            ? "it starts again at the earliest message"
                            : "it goes back to message " + loaded.position()));
        }
        final Slot other = byId.get(slot.id);
        if (other == null) {
            byId.put(slot.id, slot);
            return;
        }
        final Slot higher = other.position() > slot.position() ? other : slot;
        final Slot lower = other.position() > slot.position() ? slot : other;
        damage.accept("listener '" + slot.id + "' has two positions in " + path + ", " + lower.position() + " and "
                + higher.position() + "; it goes back to the first");
        lower.setBack = true;
        byId.put(slot.id, lower);
        higher.place.free();
    }

    /** Notes it in the file first, so that it is known after the damage itself is gone. */
    private void loseIds(final String what) {
        header.putLong(LOST_OFFSET, LOST);
        header.force();
        damage.accept(
                what + "; ids of listeners may be lost, so one that has no position starts at the earliest message");
    }

    // use

    /**
     * The slot of a listener, made where there is none. A new id has the position {@link #NONE}: move it with {@link
     * Slot#seek} to where it starts before it gets its first message, so that it starts there again. Where ids were lost a new id
     * has the position {@link #EARLIEST}, as it may be one of them.
     *
     * @param id any text of up to 255 bytes of UTF-8; case matters.
     * @return the same slot for the same id.
     * @throws JournalException where the id is too long or no text, or the file cannot grow.
     */
    public synchronized Slot open(final String id) {
        final Slot known = byId.get(id);
        if (known != null) {
            return known;
        }
        final byte[] bytes = bytesOf(id);
        final PositionSlot place = freeSlot();
        final boolean isLost = hasLostIds();
        place.take(bytes, isLost ? EARLIEST : NONE);
        final Slot slot = new Slot(id, place);
        byId.put(id, slot);
        if (isLost) {
            damage.accept("listener '" + id + "' has no position in " + path
                    + ", which has lost some; it starts at the earliest message");
        }
        return slot;
    }

    private static byte[] bytesOf(final String id) {
        final ByteBuffer encoded;
        try {
            encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(id));
        } catch (final CharacterCodingException e) {
            throw new JournalException(
                    "the id of a listener is no text: it has half of a surrogate pair; use another id", e);
        }
        final byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        if (bytes.length > PositionSlot.MAX_ID_BYTES) {
            throw new JournalException("the id of listener '" + id + "' takes " + bytes.length
                    + " bytes of UTF-8, at most " + PositionSlot.MAX_ID_BYTES + " are possible; use a shorter id");
        }
        return bytes;
    }

    private PositionSlot freeSlot() {
        for (final PositionSlot slot : slots) {
            if (slot.state() == PositionSlot.State.FREE) {
                return slot;
            }
        }
        final int first = slots.size();
        if (first + MORE_SLOTS > MAX_SLOTS) {
            throw new JournalException("position file " + path + " has " + first
                    + " listeners, more are not possible; remove ids that are not used any more");
        }
        try (FileChannel channel = FileChannel.open(path, READ, WRITE)) {
            writeFreeSlots(channel, first, first + MORE_SLOTS);
            channel.force(true);
            mapSlots(channel, first + MORE_SLOTS);
        } catch (final IOException e) {
            throw failed(path, e);
        }
        header.putLong(COUNT_OFFSET, countWord(slots.size()));
        return slots.get(first);
    }

    /**
     * Forgets a listener. Its slot may not be used any more, and retention no longer waits for it.
     *
     * @param id of the listener.
     * @return whether it was known.
     */
    public synchronized boolean remove(final String id) {
        final Slot slot = byId.remove(id);
        if (slot == null) {
            return false;
        }
        slot.place.free();
        return true;
    }

    /**
     * The listeners and their positions.
     *
     * @return a copy, by id.
     */
    public synchronized SortedMap<String, Long> positions() {
        final SortedMap<String, Long> positions = new TreeMap<>();
        for (final Map.Entry<String, Slot> entry : byId.entrySet()) {
            positions.put(entry.getKey(), entry.getValue().position());
        }
        return positions;
    }

    /**
     * How far the slowest listener is; messages behind that are unread.
     *
     * @return the lowest position of the ids that have one, or {@link #NONE} where no id has.
     */
    public synchronized long slowest() {
        long slowest = Long.MAX_VALUE;
        for (final Slot slot : byId.values()) {
            final long position = slot.position();
            if (position != NONE) {
                slowest = Math.min(slowest, position);
            }
        }
        return slowest == Long.MAX_VALUE ? NONE : slowest;
    }

    /**
     * Whether the file has lost ids, so that every new one starts at the earliest message.
     *
     * @return true until {@link #forgetLostIds}.
     */
    public synchronized boolean hasLostIds() {
        return header.getLong(LOST_OFFSET) != 0;
    }

    /** Lets new ids start where they want to again. For when every listener that was lost has its position again. */
    public synchronized void forgetLostIds() {
        header.putLong(LOST_OFFSET, 0);
        header.force();
    }

    /** Waits until the disk has every position that is committed. */
    public synchronized void force() {
        header.force();
        memories.forEach(MappedByteBuffer::force);
    }
}
