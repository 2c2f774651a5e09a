package dev.ondes.context.check;

/** Why an archive is not taken as a context, with the sentence that its sender reads. */
public enum Refusal {
    NOT_GZIP("The context is not a gzip archive: pack it as tar.gz."),
    NOT_TAR("What is in the gzip archive is not a tar archive, or is damaged."),
    TRUNCATED("The context ends in the middle: its upload was cut off, or it was packed badly."),
    DATA_AFTER_END("Something follows the end of the archive."),
    CONTEXT_TOO_LARGE("The context is larger than allowed: leave out by .dockerignore what the image doesn't need."),
    UNPACKED_TOO_LARGE("The context is larger than allowed once unpacked."),
    BOMB("The context unpacks to far more than it weighs, as an archive bomb does."),
    TOO_MANY_ENTRIES("The context has more files and folders than allowed: leave some out by .dockerignore."),
    TOO_DEEP("Folders are nested more deeply than allowed."),
    FILE_TOO_LARGE("One file is larger than allowed."),
    HEADER_TOO_LARGE("A header of the archive is larger than allowed."),
    HEADER_BROKEN("A header of the archive contradicts itself."),
    NAME_EMPTY("An entry has no name."),
    NAME_ABSOLUTE("A name begins with a slash: names are relative to the context."),
    NAME_LEAVES_CONTEXT("A name leads out of the context by \"..\"."),
    NAME_TOO_LONG("A name is longer than 4096 bytes, or a part of it longer than 255."),
    NAME_UNUSABLE(
            "A name has a backslash, a NUL, an empty part or a lone dot in it, ends in a slash though it is no folder, or isn't UTF-8."),
    DUPLICATE("The same name occurs twice."),
    FILE_AS_FOLDER("A name is used both as a file and as a folder."),
    BELOW_LINK("An entry lies below a symbolic link."),
    LINK_EMPTY("A link points nowhere."),
    LINK_ABSOLUTE("A link points to an absolute path: leave it out by .dockerignore, or make it relative."),
    LINK_LEAVES_CONTEXT("A link points out of the context, or could: after a name, no \"..\" may follow in it."),
    HARD_LINK_WITHOUT_FILE("A hard link names no file that came before it."),
    DEVICE("Devices don't belong into a context."),
    FIFO("Named pipes don't belong into a context."),
    SPARSE("Sparse files are not supported: pack with plain tar."),
    TYPE_UNKNOWN("An entry is neither file nor folder nor link."),
    DOCKERFILE_MISSING("There is no Dockerfile at the given path: check the path, and that it is in the context."),
    DOCKERFILE_NOT_A_FILE("What is at the Dockerfile's path is not a file."),
    DOCKERFILE_EMPTY("The Dockerfile is empty."),
    DOCKERFILE_TOO_LARGE("The Dockerfile is larger than allowed.");

    private final String sentence;

    Refusal(String sentence) {
        this.sentence = sentence;
    }

    public String sentence() {
        return sentence;
    }
}
