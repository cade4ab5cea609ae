package io.hermesmq.publish;

import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Hands the constants of a generated publisher class to its static initialiser. Public because that class lives in the package of
 * its interface; not for anybody else.
 */
public final class PublisherConstants {

    private static final Map<String, List<MethodHandle>> PENDING = new ConcurrentHashMap<>();

    private PublisherConstants() {}

    static void offer(final String key, final List<MethodHandle> handles) {
        PENDING.put(key, List.copyOf(handles));
    }

    static void withdraw(final String key) {
        PENDING.remove(key);
    }

    /**
     * A constant of a class that is being defined.
     *
     * @param key of the class.
     * @param index of the constant.
     * @return the handle behind the method of that index.
     */
    public static MethodHandle take(final String key, final int index) {
        final List<MethodHandle> handles = PENDING.get(key);
        if (handles == null) {
            throw new IllegalStateException("no publisher class " + key + " is being defined");
        }
        return handles.get(index);
    }
}
