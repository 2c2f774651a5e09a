package dev.ondes.cloud;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;

/**
 * {@code SimulatedCloudMain --listen host:port}: a {@link SimulatedCloud} as a process, until it gets a signal. Prints
 * {@code listening on http://…} once it does. With port 0 a free one is taken.
 */
public final class SimulatedCloudMain {
    private static final String USAGE = "usage: SimulatedCloudMain --listen host:port";

    private SimulatedCloudMain() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        String[] address =
                arguments.length == 2 && arguments[0].equals("--listen") ? split(arguments[1]) : new String[0];
        if (address.length != 2 || !address[1].matches("\\d{1,5}")) {
            System.err.println(USAGE);
            System.exit(2);
        }
        var cloud =
                SimulatedCloud.open(new InetSocketAddress(address[0], Integer.parseInt(address[1])), Clock.systemUTC());
        Runtime.getRuntime().addShutdownHook(new Thread(cloud::close));
        System.out.println("listening on " + cloud.metadata().url());
        new CountDownLatch(1).await();
    }

    private static String[] split(String address) {
        int colon = address.lastIndexOf(':');
        return colon < 0
                ? new String[0]
                : new String[] {address.substring(0, colon).replaceAll("[\\[\\]]", ""), address.substring(colon + 1)};
    }
}
