package dev.ondes.cli.build;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** A part of a file as a request's body of known length, never whole in memory. */
record FilePiece(Path file, long from, long size) {
    BodyPublisher publisher() {
        return BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(this::open), size);
    }

    private InputStream open() {
        try {
            return new Part(Channels.newInputStream(FileChannel.open(file).position(from)), size);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Part extends FilterInputStream {
        private long left;

        Part(InputStream file, long size) {
            super(file);
            this.left = size;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int at, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int read = super.read(bytes, at, (int) Math.min(length, left));
            left -= Math.max(0, read);
            return read;
        }
    }
}
