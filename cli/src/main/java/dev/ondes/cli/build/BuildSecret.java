package dev.ondes.cli.build;

/** A secret for the build's own steps. Prints nothing of it. */
record BuildSecret(String id, String value) {
    @Override
    public String toString() {
        return "BuildSecret[" + id + ", ***]";
    }
}
