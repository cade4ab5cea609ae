package io.hermesmq.channel.journal;

import io.hermesmq.codec.RecordLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The layout files of a channel. {@code layout.hermes} is of the record whose messages state no type; it is the only one while the
 * channel carries one record. Each other record of a channel of several has {@code layout-<type id>.hermes}.
 */
final class LayoutFiles {

    private final Path main;
    private final Consumer<String> damage;

    /** The file of one record, and whether messages without a type are of that record. */
    record Choice(LayoutFile file, boolean isOfUntyped) {}

    LayoutFiles(final Path main, final Consumer<String> damage) {
        this.main = main;
        this.damage = damage;
    }

    Choice of(final RecordLayout layout, final int typeId, final boolean isTyped) {
        final boolean hasOwn = Files.exists(ofType(typeId));
        final boolean isOfUntyped = !(isTyped || hasOwn)
                || RecordLayout.nameIn(layout.describe())
                        .equals(untypedRecord()); // where the file is of another record, it will refuse
        return new Choice(
                isOfUntyped ? new LayoutFile(main, damage) : new LayoutFile(ofType(typeId), damage, false),
                isOfUntyped);
    }

    private Path ofType(final int typeId) {
        return main.resolveSibling(String.format("layout-%08x.hermes", typeId));
    }

    /** The record of messages that state no type, or null where there were none. */
    @Nullable
    String untypedRecord() {
        return new LayoutFile(main, damage).record();
    }
}
