package io.hermesmq.channel.journal;

import io.hermesmq.codec.PayloadUpgrade;
import io.hermesmq.codec.RecordLayout;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How to read old messages, by type. One type is noted at a time; any thread reads. Few types: they are looked for one after the other.
 */
final class TypeReadings {

    private volatile Reading[] all = {};

    /** Of one type; it is that of messages without a type, too. */
    private record Reading(int typeId, boolean isOfUntyped, LayoutFile.Readings readings) {}

    /** Compares a layout with what its file has. */
    void note(
            final LayoutFiles.Choice file,
            final String channel,
            final RecordLayout layout,
            final int typeId,
            final long nextSequence) {
        final Reading[] known = all;
        final Reading[] more = Arrays.copyOf(known, known.length + 1);
        more[known.length] = new Reading(typeId, file.isOfUntyped(), file.file().check(channel, layout, nextSequence));
        all = more;
    }

    @Nullable
    PayloadUpgrade upgradeOf(final int typeId, final long sequence) {
        for (final Reading each : all) {
            if (each.typeId == typeId || (typeId == 0 && each.isOfUntyped)) {
                return each.readings.upgradeOf(sequence);
            }
        }
        return null;
    }
}
