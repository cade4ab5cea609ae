package io.hermesmq.channel.journal;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what a journal told. */
final class RecordedEvents implements JournalEvents {

    private final List<String> told = new CopyOnWriteArrayList<>();

    List<String> told() {
        return told;
    }

    @Override
    public void damaged(final Path file, final long first, final long last, final long count, final String cause) {
        told.add("damaged " + file.getFileName() + " " + first + ".." + last + " (" + count + "): " + cause);
    }

    @Override
    public void setAside(final Path file, final Path kept, final long first, final long last, final long count) {
        told.add("set aside " + kept.getFileName() + " " + first + ".." + last + " (" + count + ")");
    }

    @Override
    public void removed(final Path file, final long first, final long last, final long unread) {
        told.add("removed " + file.getFileName() + " " + first + ".." + last + ", unread " + unread);
    }

    @Override
    public void failed(final String cause) {
        told.add("failed " + cause);
    }
}
