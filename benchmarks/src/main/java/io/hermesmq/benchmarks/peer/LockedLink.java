package io.hermesmq.benchmarks.peer;

import java.util.concurrent.locks.ReentrantLock;

/** Lets several threads share a link that is made for one. */
record LockedLink(PeerLink link, ReentrantLock lock) implements PeerLink {

    LockedLink(final PeerLink link) {
        this(link, new ReentrantLock());
    }

    @Override
    public void send(final long a, final long b) {
        lock.lock();
        try {
            link.send(a, b);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void sendAll(final long first, final long count) {
        for (long a = first; a < first + count; a++) {
            send(a, a);
        }
    }

    @Override
    public int receivingThreads() {
        return link.receivingThreads();
    }

    @Override
    public void tidy() {
        link.tidy();
    }

    @Override
    public void close() {
        link.close();
    }
}
