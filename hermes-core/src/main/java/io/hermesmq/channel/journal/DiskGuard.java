package io.hermesmq.channel.journal;

import io.hermesmq.PublishStatus;
import io.hermesmq.channel.ring.RingChannel;

/** Stops publishing before the disk is full, and lets it go on when there is space again. For the thread of the journal's lane. */
final class DiskGuard {

    private final FreeSpaceGuard space;
    private final RingChannel ring;
    private final JournalEvents events;
    private boolean refusing;

    DiskGuard(final FreeSpaceGuard space, final RingChannel ring, final JournalEvents events) {
        this.space = space;
        this.ring = ring;
        this.events = events;
        look();
    }

    /** Notes how much was written; looks at the disk each time that may matter. */
    void written(final long bytes) {
        apply(space.hasRoomAfter(bytes));
    }

    /** Looks at the disk now. */
    void look() {
        apply(space.hasRoom());
    }

    private void apply(final boolean hasRoom) {
        if (hasRoom == refusing) {
            refusing = !hasRoom;
            if (refusing) {
                ring.refuse(PublishStatus.DISK_FULL);
            } else {
                ring.admit();
            }
            events.diskFull(refusing, space.usableBytes(), space.reserveBytes());
        }
    }
}
