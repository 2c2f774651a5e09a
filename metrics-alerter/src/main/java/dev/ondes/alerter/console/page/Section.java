package dev.ondes.alerter.console.page;

/** The console's sections, in the order in which they stand in its navigation. */
public enum Section {
    NOW("Now", "/", "n"),
    JOBS("Jobs", "/jobs", "j"),
    NODES("Nodes", "/nodes", "o"),
    BUILDS("Builds", "/builds", "b"),
    QUEUES("Queues", "/queues", "q"),
    ALERTS("Alerts", "/alerts", "a"),
    COST("Cost", "/cost", "c");

    private final String title;
    private final String path;
    private final String key;

    Section(String title, String path, String key) {
        this.title = title;
        this.path = path;
        this.key = key;
    }

    public String title() {
        return title;
    }

    public String path() {
        return path;
    }

    /** After {@code g} it goes there. */
    public String key() {
        return key;
    }
}
