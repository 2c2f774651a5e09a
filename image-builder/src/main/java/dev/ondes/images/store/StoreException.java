package dev.ondes.images.store;

/** The store could not do what was asked; the message is its reason's sentence and what S3 said. Holds no secret. */
public final class StoreException extends RuntimeException {
    private final StoreReason reason;

    public StoreException(StoreReason reason, String detail) {
        this(reason, detail, null);
    }

    public StoreException(StoreReason reason, String detail, @org.jspecify.annotations.Nullable Throwable cause) {
        super(detail.isBlank() ? reason.sentence() : reason.sentence() + " (" + detail + ")", cause);
        this.reason = reason;
    }

    public StoreReason reason() {
        return reason;
    }
}
