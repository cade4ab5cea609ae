package io.hermesmq.publish;

import io.hermesmq.channel.Channel;
import java.util.concurrent.CompletableFuture;

/** What waits for replies. */
@FunctionalInterface
public interface Requests {

    /**
     * Prepares requests of one method.
     *
     * @param channel that the requests go to.
     * @param replies name of the channel that the replies come through; empty for the default.
     * @param reply type of the replies.
     * @return what the method uses for each request.
     */
    Port port(Channel channel, String replies, Class<?> reply);

    /** Keeps the requests of one method until they are answered. For any thread. */
    interface Port {

        /**
         * Where replies go.
         *
         * @return what is written into requests.
         */
        long replyTo();

        /**
         * Notes a request that is about to be published.
         *
         * @param timeoutNs how long to wait for its reply.
         * @return the request.
         */
        Pending expect(long timeoutNs);
    }

    /** One request that waits for its reply. */
    interface Pending {

        /**
         * The number of the request.
         *
         * @return unique, over restarts too.
         */
        long correlation();

        /**
         * What the caller gets.
         *
         * @return completed with the reply, or exceptionally.
         */
        CompletableFuture<Object> future();

        /**
         * Gives the request up, since it was not published.
         *
         * @param cause why.
         */
        void fail(Throwable cause);
    }
}
