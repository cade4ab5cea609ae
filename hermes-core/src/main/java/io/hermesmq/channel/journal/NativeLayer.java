package io.hermesmq.channel.journal;

import net.openhft.posix.PosixAPI;
import net.openhft.posix.internal.PosixAPIHolder;

/**
 * The native layer of Chronicle, which is for syncs and for pinning threads. Chronicle loads it with its first class, and that takes longer than
 * all of its own; so it is kept away until somebody asks for it.
 *
 * <p>The library asks anew each time that it uses it. So somebody else's queue gets it as well, with its first sync.
 */
public final class NativeLayer {

    private NativeLayer() {}

    /**
     * The native layer, loaded now where it was not. For any thread.
     *
     * @return the layer; one that does nothing where it cannot be loaded.
     */
    public static synchronized PosixAPI posix() {
        return PosixAPI.posix();
    }

    /** Whether it is loaded. */
    static synchronized boolean isLoaded() {
        return PosixAPIHolder.POSIX_API != null;
    }

    /** Runs what would load it, without that. */
    static synchronized void without(final Runnable initialiser) {
        if (isLoaded()) {
            initialiser.run();
            return;
        }
        PosixAPI.useNoOpPosixApi();
        final PosixAPI none = PosixAPIHolder.POSIX_API;
        try {
            initialiser.run();
        } finally {
            if (PosixAPIHolder.POSIX_API == none) {
                PosixAPIHolder.POSIX_API = null;
            }
        }
    }
}
