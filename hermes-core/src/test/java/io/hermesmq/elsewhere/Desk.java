package io.hermesmq.elsewhere;

import io.hermesmq.MessageContext;
import io.hermesmq.PublishStatus;
import io.hermesmq.annotation.HermesListener;
import io.hermesmq.annotation.HermesPublisher;
import java.util.ArrayList;
import java.util.List;

/** What an application has: tests load it once more in a class loader below that of Hermes. None of it is public on purpose. */
final class Desk {

    enum Side {
        BUY,
        SELL
    }

    record Order(long id, double price, Side side) {}

    @HermesPublisher("orders")
    interface Orders {
        long publish(Order order);

        long publish(long id, double price, Side side);

        void send(Order order);

        default boolean isOpen() {
            return publish(0, 0, null) != PublishStatus.CLOSED.code();
        }
    }

    /** Has no method that takes the record, so its parameters are told by their names or not at all. */
    @HermesPublisher(value = "orders", message = Order.class)
    interface SpreadOrders {
        long publish(Side side, long id, double price);
    }

    /** The same with the parameters in the order of the components. */
    @HermesPublisher(value = "orders", message = Order.class)
    interface OrderedOrders {
        long publish(long id, double price, Side side);
    }

    final List<String> seen = new ArrayList<>();

    @HermesListener(channel = "orders", id = "whole", lane = "desk")
    void whole(final Order order) {
        seen.add(order.toString());
    }

    @HermesListener(channel = "orders", id = "spread", lane = "desk")
    private void spread(final Side side, final MessageContext context, final long id) {
        seen.add(id + " " + side + " #" + context.sequence());
    }

    @HermesListener(channel = "orders", id = "ordered", lane = "desk")
    private void ordered(final long id, final double price, final Side side) {
        seen.add(id + " " + price + " " + side);
    }

    @Override
    public String toString() {
        return String.join("; ", seen);
    }
}
