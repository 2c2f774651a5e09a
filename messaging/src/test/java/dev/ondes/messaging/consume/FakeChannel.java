package dev.ondes.messaging.consume;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Envelope;
import dev.ondes.messaging.testing.Sample;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A channel that notes what is settled over it, until it is closed. */
final class FakeChannel implements InvocationHandler {
    private final List<String> settled = new ArrayList<>();
    private final Channel channel =
            (Channel) Proxy.newProxyInstance(Channel.class.getClassLoader(), new Class<?>[] {Channel.class}, this);
    private boolean open = true;

    /** Such as {@code basicAck [7, false]}. */
    List<String> settled() {
        return settled;
    }

    void close() {
        open = false;
    }

    Delivery delivery(long tag, boolean redelivered, Map<String, Object> headers) {
        var properties = new BasicProperties.Builder().headers(headers).build();
        return new Delivery(channel, new Envelope(tag, redelivered, "", "q"), properties);
    }

    Received received(String id) {
        return new Received(Sample.cancel(id), delivery(1, false, Map.of()));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) {
        if (method.getName().equals("isOpen")) {
            return open;
        }
        settled.add(method.getName() + " " + Arrays.toString(arguments));
        return null;
    }
}
