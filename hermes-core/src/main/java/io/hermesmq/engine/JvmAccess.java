package io.hermesmq.engine;

import java.util.List;
import org.agrona.DirectBuffer;

/** Checks that the JVM gives the access that off-heap memory needs, before any class is touched that dies without. */
final class JvmAccess {

    private static final String PACKAGE = "jdk.internal.misc";

    private JvmAccess() {}

    static void require() {
        if (!Object.class.getModule().isExported(PACKAGE, DirectBuffer.class.getModule())) {
            throw new MissingFlagsException(List.of("--add-exports=java.base/" + PACKAGE + "=ALL-UNNAMED"));
        }
    }
}
