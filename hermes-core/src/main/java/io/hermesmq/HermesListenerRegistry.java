package io.hermesmq;

import java.time.Duration;
import java.util.List;

/**
 * Controls the listeners of an engine while it runs.
 *
 * <p>Safe for any thread, listeners included. Every call may be repeated: what is done already is not done again. Calls for one listener
 * take effect in the order in which they were made, between two of its messages.
 *
 * <table>
 *   <caption>What a listener keeps while it gets no messages</caption>
 *   <tr><th></th><th>channel in memory</th><th>journaled channel</th></tr>
 *   <tr><td>paused</td><td>its place; publishers wait for it when the ring is full</td><td>its place</td></tr>
 *   <tr><td>stopped</td><td>nothing; it starts behind what is published until then</td><td>its position</td></tr>
 *   <tr><td>halted</td><td>nothing; what it misses is counted when it is started again</td><td>its position: the message that failed</td></tr>
 * </table>
 */
public interface HermesListenerRegistry {

    /**
     * The listeners that were registered. Those of Hermes itself, for replies and delayed messages, cannot be controlled.
     *
     * @return their ids, in the order of their registration.
     */
    List<String> ids();

    /**
     * What a listener is doing at this moment.
     *
     * @param listener id of the listener.
     * @return its state.
     * @throws HermesException where there is no such listener; the text lists those that there are.
     */
    ListenerState state(String listener);

    /**
     * Starts a listener that was stopped, has halted or was not started with the engine. On a channel in memory it begins behind what was
     * published before; on a journaled one at its position. One that was paused stays so.
     *
     * @param listener id of the listener.
     * @throws HermesException where there is no such listener.
     */
    void start(String listener);

    /**
     * Stops a listener behind the message at hand, and waits for that as long as the drain timeout of the engine allows. A listener may
     * stop itself; it stops when it has returned.
     *
     * @param listener id of the listener.
     * @throws HermesException where there is no such listener.
     */
    void stop(String listener);

    /**
     * Lets a listener have no message behind the one at hand. Does not wait for that one.
     *
     * @param listener id of the listener.
     * @throws HermesException where there is no such listener.
     */
    void pause(String listener);

    /**
     * Ends {@link #pause}: the listener goes on where it was.
     *
     * @param listener id of the listener.
     * @throws HermesException where there is no such listener.
     */
    void resume(String listener);

    /**
     * Lets a listener of a journaled channel read on elsewhere: again what it has handled before, or ahead. It goes there behind the message
     * at hand; one that is stopped, when it is started.
     *
     * @param listener id of the listener.
     * @param place where it reads on.
     * @throws HermesException where there is no such listener, its channel has no journal, or the journal has no such sequence; the
     *     text says which it has.
     */
    void seek(String listener, StartFrom place);

    /**
     * Waits until a listener has handled what was published up to now. Steps its lane where that is stepped.
     *
     * @param listener id of the listener.
     * @param timeout how long to wait.
     * @return whether it has; false where the time was over.
     * @throws HermesException where there is no such listener.
     * @throws IllegalStateException where a listener of the same lane asks: it would wait for itself.
     */
    boolean drain(String listener, Duration timeout);

    /**
     * Stops a listener and removes it; its id may be used again. Its position on a journaled channel stays: a listener of that id goes on
     * there.
     *
     * @param listener id of the listener.
     * @throws HermesException where there is no such listener.
     */
    void unlisten(String listener);
}
