package dev.ondes.images.sbom;

/** How a list of what is in an image is written. */
public enum SbomFormat {
    CYCLONEDX("cyclonedx-json", "application/vnd.cyclonedx+json", "bomFormat"),
    SPDX("spdx-json", "application/spdx+json", "spdxVersion");

    private final String option;
    private final String mediaType;
    private final String mark;

    SbomFormat(String option, String mediaType, String mark) {
        this.option = option;
        this.mediaType = mediaType;
        this.mark = mark;
    }

    /** What syft calls it. */
    public String option() {
        return option;
    }

    /** As registries and their readers know it. */
    public String mediaType() {
        return mediaType;
    }

    /** A field that every document of it has at its top. */
    String mark() {
        return mark;
    }
}
