package io.hermesmq.dispatch;

/** The thread of a lane: an engine that drains still takes messages from its own. */
public final class LaneThread extends Thread {

    private final Object engine;

    LaneThread(final Object engine, final Runnable task, final String name) {
        super(task, name);
        this.engine = engine;
        setDaemon(false);
    }

    /**
     * Whether a thread is a lane of an engine.
     *
     * @param thread any thread.
     * @param engine the engine.
     * @return true where the lane belongs to it.
     */
    public static boolean isLaneOf(final Thread thread, final Object engine) {
        return thread instanceof LaneThread lane && lane.engine == engine;
    }
}
