package dev.ondes.playground.bench;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import dev.ondes.contracts.broker.Topology;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * The floor beside which metrics-alerter is measured: reads the journal from its beginning as that does, and does nothing with it. A program of its own,
 * {@code BareReader <number of entries>}, with the broker's address in {@value #BROKER}; prints nanoseconds, and those of the processor.
 */
final class BareReader {
    static final String BROKER = "ONDES_BENCH_BROKER";

    /** As metrics-alerter's reader has it. */
    private static final int PREFETCH = 100;

    private BareReader() {}

    public static void main(String[] arguments) throws Exception {
        long wanted = Long.parseLong(arguments[0]);
        var factory = new ConnectionFactory();
        factory.setUri(URI.create(System.getenv(BROKER)));
        var all = new CountDownLatch(1);
        try (var connection = factory.newConnection("bare reader")) {
            Channel channel = connection.createChannel();
            channel.basicQos(PREFETCH);
            long begin = System.nanoTime();
            channel.basicConsume(
                    Topology.JOURNAL, false, Map.of("x-stream-offset", "first"), new Counting(channel, wanted, all));
            all.await();
            long end = System.nanoTime();
            long cpu = ProcessHandle.current()
                    .info()
                    .totalCpuDuration()
                    .orElseThrow()
                    .toNanos();
            System.out.println(end - begin + " " + cpu);
        }
    }

    private static final class Counting extends DefaultConsumer {
        private final long wanted;
        private final CountDownLatch all;
        private long read;

        Counting(Channel channel, long wanted, CountDownLatch all) {
            super(channel);
            this.wanted = wanted;
            this.all = all;
        }

        @Override
        public void handleDelivery(String tag, Envelope envelope, BasicProperties properties, byte[] body)
                throws IOException {
            read++;
            if (read % (PREFETCH / 4) == 0) {
                getChannel().basicAck(envelope.getDeliveryTag(), true);
            }
            if (read >= wanted) {
                all.countDown();
            }
        }
    }
}
