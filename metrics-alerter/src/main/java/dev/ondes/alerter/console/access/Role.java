package dev.ondes.alerter.console.access;

/** What somebody may do. */
public enum Role {
    VIEWER(Role.MAY_LOOK),
    OPERATOR(Role.MAY_ACT);

    /** As annotations name it. What has no annotation needs it, too: {@code quarkus.security.jaxrs.default-roles-allowed}. */
    public static final String MAY_LOOK = "viewer";

    /** As annotations name it. */
    public static final String MAY_ACT = "operator";

    private final String wire;

    Role(String wire) {
        this.wire = wire;
    }

    public String wire() {
        return wire;
    }
}
