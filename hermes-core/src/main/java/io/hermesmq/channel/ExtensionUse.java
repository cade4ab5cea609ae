package io.hermesmq.channel;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether frames of a channel may have header extensions. Most channels never have one, and their listeners do not look for it. Whoever
 * publishes the first one says so before, and the listeners look from then on.
 */
public final class ExtensionUse {

    private final List<Runnable> followers = new ArrayList<>();
    private volatile boolean begun;

    /** Creates the state of a channel without extensions. */
    public ExtensionUse() {}

    /**
     * Whether a frame may have an extension.
     *
     * @return true once {@link #begin} has returned; never false again.
     */
    public boolean isBegun() {
        return begun;
    }

    /** Lets all readers look for extensions. When it returns, a frame that has one may be committed. Any thread. */
    public void begin() {
        if (!begun) {
            beginNow();
        }
    }

    private synchronized void beginNow() {
        if (!begun) {
            followers.forEach(Runnable::run);
            followers.clear();
            begun = true;
        }
    }

    /**
     * Calls a reader when it has to look for extensions: at once where it has to already.
     *
     * @param follower makes the reader look; when it returns, the reader does.
     */
    public synchronized void onBegin(final Runnable follower) {
        if (begun) {
            follower.run();
        } else {
            followers.add(follower);
        }
    }
}
