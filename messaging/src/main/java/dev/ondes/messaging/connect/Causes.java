package dev.ondes.messaging.connect;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.Method;
import com.rabbitmq.client.PossibleAuthenticationFailureException;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.OptionalInt;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What the client's exceptions mean: the broker's reply code, and one line for a person. */
public final class Causes {
    private Causes() {}

    /** The code with which the broker closed channel or connection, such as 404 or 406. */
    public static OptionalInt replyCode(@Nullable Throwable cause) {
        return switch (closing(cause)) {
            case AMQP.Channel.Close close -> OptionalInt.of(close.getReplyCode());
            case AMQP.Connection.Close close -> OptionalInt.of(close.getReplyCode());
            case null, default -> OptionalInt.empty();
        };
    }

    /** One line without the client's class names and internal fields. */
    public static String sentence(Throwable cause) {
        return switch (closing(cause)) {
            case AMQP.Channel.Close close -> close.getReplyText();
            case AMQP.Connection.Close close -> close.getReplyText();
            case null, default -> plain(cause);
        };
    }

    private static @Nullable Method closing(@Nullable Throwable cause) {
        for (Throwable at = cause; at != null; at = at.getCause()) {
            if (at instanceof ShutdownSignalException signal && signal.getReason() != null) {
                return signal.getReason();
            }
        }
        return null;
    }

    private static String plain(Throwable cause) {
        return switch (cause) {
            case AuthenticationFailureException e -> "the broker refused user or password";
            case PossibleAuthenticationFailureException e ->
                "the broker closed the connection at login: user, password or virtual host may be wrong";
            case ConnectException e -> "connection refused";
            case EOFException e -> "the other side closed the connection";
            case UnknownHostException e -> "unknown host " + e.getMessage();
            case TimeoutException e -> "no answer in time";
            case ShutdownSignalException e when e.getCause() != null -> plain(e.getCause());
            case IOException e when e.getMessage() == null && e.getCause() != null -> plain(e.getCause());
            default -> cause.getClass().getSimpleName() + (cause.getMessage() == null ? "" : ": " + cause.getMessage());
        };
    }
}
