package io.hermesmq.engine;

import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/** Checks that the JVM gives the access that off-heap memory needs, before any class is touched that dies without. */
final class JvmAccess {

    private static final String MISC = "jdk.internal.misc";
    private static final String REF = "jdk.internal.ref";
    private static final String NIO = "sun.nio.ch";
    private static final String REFLECT = "java.lang.reflect";

    private JvmAccess() {}

    /** What every channel needs. */
    static void require() {
        refuse(missingForRings());
    }

    /** What a channel with a journal needs. */
    static void requireForJournal() {
        refuse(missingForJournals());
    }

    static boolean isEnoughForJournals() {
        return missingForJournals().isEmpty();
    }

    private static List<String> missingForJournals() {
        final List<String> missing = missingForRings();
        for (final String name : List.of(REF, NIO)) {
            if (!isExported(name)) {
                missing.add(export(name));
            }
        }
        if (!Object.class.getModule().isOpen(REFLECT, DirectBuffer.class.getModule())) {
            missing.add("--add-opens=java.base/" + REFLECT + "=ALL-UNNAMED");
        }
        return missing;
    }

    private static List<String> missingForRings() {
        final List<String> missing = new ArrayList<>();
        if (!isExported(MISC)) {
            missing.add(export(MISC));
        }
        return missing;
    }

    private static boolean isExported(final String name) {
        return Object.class.getModule().isExported(name, DirectBuffer.class.getModule());
    }

    private static String export(final String name) {
        return "--add-exports=java.base/" + name + "=ALL-UNNAMED";
    }

    private static void refuse(final List<String> missing) {
        if (!missing.isEmpty()) {
            throw new MissingFlagsException(missing);
        }
    }
}
