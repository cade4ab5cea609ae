package io.hermesmq;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.agrona.concurrent.EpochNanoClock;

/**
 * A running set of channels, lanes and listeners: what an application holds of Hermes.
 *
 * <p>Register listeners and make publishers, then {@link #start()}, then publish. Safe for any thread. Messages that are
 * published before the start wait in the ring.
 */
public interface Hermes extends AutoCloseable {

    /**
     * A publisher of one type of message.
     *
     * @param channel name of the channel; it is created where it does not exist yet.
     * @param type of the messages.
     * @param <T> of the messages.
     * @return a publisher of its own for this call: hold it, do not ask for it per message.
     * @throws HermesException where the type cannot be encoded, does not match the other users of the channel, or can
     *     never fit.
     */
    <T> Publisher<T> publisher(String channel, Class<T> type);

    /**
     * Implements a publisher interface: each abstract method publishes one message, given whole or as the components of
     * its record. Methods return the result as {@code long}, or {@code void} and throw {@link PublishRefusedException}.
     *
     * @param type an interface with {@link io.hermesmq.annotation.HermesPublisher}.
     * @param <P> the interface.
     * @return an implementation without any proxy.
     * @throws HermesException where a method cannot be implemented; the message says which and why.
     */
    <P> P publisher(Class<P> type);

    /**
     * Implements a publisher interface for a channel that is named here.
     *
     * @param channel name of the channel, instead of that of the annotation.
     * @param type an interface.
     * @param <P> the interface.
     * @return an implementation without any proxy.
     * @throws HermesException where a method cannot be implemented; the message says which and why.
     */
    <P> P publisherOf(String channel, Class<P> type);

    /**
     * Registers a handler for the messages of a channel.
     *
     * @param config the listener.
     * @param type of the messages.
     * @param handler what handles them.
     * @param <T> of the messages.
     * @throws HermesException where the id is taken or nothing decodes the type.
     */
    <T> void listen(ListenerConfig config, Class<T> type, MessageHandler<T> handler);

    /**
     * Registers a method for the messages of a channel. Its parameters decide what it gets: see {@link
     * io.hermesmq.annotation.HermesListener}.
     *
     * @param config the listener.
     * @param target the object that the method is called on.
     * @param method any method, whatever its visibility.
     * @throws HermesException where the id is taken or a parameter cannot be filled; the message says which and why.
     */
    void listen(ListenerConfig config, Object target, Method method);

    /**
     * Registers methods as one listener, each for one type of messages; the channel carries several types then. See {@link
     * io.hermesmq.annotation.HermesHandler}.
     *
     * @param config the listener.
     * @param target the object that the methods are called on.
     * @param handlers methods with {@link io.hermesmq.annotation.HermesHandler}, at least one.
     * @throws HermesException where the id is taken, a parameter cannot be filled, or two methods are for the same messages.
     */
    void listen(ListenerConfig config, Object target, List<Method> handlers);

    /**
     * Registers every method of an object that has {@link io.hermesmq.annotation.HermesListener}, and the object itself where its
     * class has it.
     *
     * @param target the object.
     * @throws HermesException where a listener cannot be registered, or there is none.
     */
    void listen(Object target);

    /** Starts the lanes. Listeners that are registered later are started with their registration. Idempotent. */
    void start();

    /**
     * How far the journal of a channel has come.
     *
     * @param channel name of the channel; it is created where it does not exist yet.
     * @return a view that moves with the journal.
     * @throws HermesException where the channel has no journal.
     */
    Confirmations confirmations(String channel);

    /**
     * Lets a listener of a journaled channel read on elsewhere: again what it has handled before, or ahead. It goes there after the
     * few messages at hand; from then on its position is that place. Listeners that share messages go there together.
     *
     * @param listener id of the listener, or name of a group.
     * @param place where it reads on.
     * @throws HermesException where there is no such listener, its channel has no journal, or the journal has no such sequence.
     */
    void seek(String listener, StartFrom place);

    /**
     * Starts, stops, pauses and otherwise controls the listeners.
     *
     * @return the same registry always.
     */
    HermesListenerRegistry listeners();

    /**
     * Tells what happens besides messages.
     *
     * @return the same always.
     */
    HermesEvents events();

    /**
     * The messages that became dead letters of a channel.
     *
     * @param channel name of the dead-letter channel.
     * @return a view that outlives this call, until the engine is closed.
     * @throws HermesException where no listener sends dead letters there, and none ever did.
     */
    DeadLetters deadLetters(String channel);

    /**
     * The channels that take dead letters of listeners.
     *
     * @return a copy of their names.
     */
    Set<String> deadLetterChannels();

    /**
     * Polls every listener of a stepped lane once, on the calling thread.
     *
     * @param lane name of a lane that is configured as stepped.
     * @return how many messages were delivered.
     * @throws IllegalStateException where the lane is not stepped.
     */
    int step(String lane);

    /**
     * Waits until every listener has handled everything that was published, what listeners published meanwhile included. Steps
     * stepped lanes. Messages that go on being published from elsewhere may keep it waiting.
     *
     * @param timeout how long to wait.
     * @return whether nothing was left at one moment; false where the time was over.
     */
    boolean awaitIdle(Duration timeout);

    /**
     * The clock of the engine, which takes the {@linkplain MessageContext#timestamp() timestamps} of messages: {@code clock().nanoTime() -
     * context.timestamp()} is the age of a message.
     *
     * @return nanoseconds since the epoch; never steps, unless the engine was made with a clock that does.
     */
    EpochNanoClock clock();

    /**
     * What the engine has done so far, read from its counters.
     *
     * @return a consistent copy as far as counters that move can be consistent.
     */
    HermesSnapshot snapshot();

    /**
     * Refuses new messages, lets listeners handle what was accepted within the drain budget, then stops the lanes. While
     * it drains, listeners may still publish. What was left is logged and in {@link #snapshot()}. Idempotent.
     *
     * @throws IllegalStateException where a listener calls it: it would wait for that very listener.
     */
    @Override
    void close();
}
