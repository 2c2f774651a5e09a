package dev.ondes.alerter.notify;

import java.util.ArrayList;
import java.util.List;

/** E-mail, as plain text: nothing in it is run or loaded by who reads it. */
public final class Email implements Receiver {
    /** Sends one mail. */
    @FunctionalInterface
    public interface Mails {
        /** Returns when a server has taken it; throws whatever it likes when none has. */
        void send(List<String> to, String subject, String text);
    }

    private final Filter filter;
    private final List<String> to;
    private final Mails mails;

    Email(Filter filter, List<String> to, Mails mails) {
        this.filter = filter;
        this.to = List.copyOf(to);
        this.mails = mails;
    }

    @Override
    public String name() {
        return filter.name();
    }

    @Override
    public boolean wants(Message message) {
        return filter.wants(message);
    }

    @Override
    public void send(Message message) throws NotTakenException {
        try {
            mails.send(to, oneLine(message.title()), text(message));
        } catch (RuntimeException e) {
            throw NotTakenException.by(e);
        }
    }

    private static String text(Message message) {
        List<String> lines = new ArrayList<>();
        lines.add(message.summary());
        lines.add("");
        lines.add(message.description());
        lines.add("");
        lines.add("Since: " + message.since());
        if (message.isOver()) {
            lines.add("Until: " + message.resolvedAt());
        }
        if (message.console() != null) {
            lines.add("Console: " + message.console());
        }
        if (message.runbook() != null) {
            lines.add("Runbook: " + message.runbook());
        }
        return String.join("\n", lines) + "\n";
    }

    /** A line break in a subject would begin another header. */
    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }
}
