package io.hermesmq.autoconfigure;

import org.springframework.util.unit.DataSize;
import org.springframework.util.unit.DataUnit;

/** Writes sizes as they stand in properties. */
final class DataSizes {

    private DataSizes() {}

    /**
     * Writes a size in the largest unit without a rest.
     *
     * @param bytes the size.
     * @return such as {@code 16MB}.
     */
    static String format(final long bytes) {
        final DataUnit[] units = {DataUnit.GIGABYTES, DataUnit.MEGABYTES, DataUnit.KILOBYTES};
        final String[] suffixes = {"GB", "MB", "KB"};
        for (int i = 0; i < units.length; i++) {
            final long unit = DataSize.of(1, units[i]).toBytes();
            if (bytes >= unit && bytes % unit == 0) {
                return bytes / unit + suffixes[i];
            }
        }
        return bytes + "B";
    }
}
