package dev.ondes.context.pack;

/** Why a folder can't be packed, with the sentence that its owner reads. */
public enum PackProblem {
    NO_FOLDER("this is no folder"),
    DOCKERFILE_MISSING("there is no Dockerfile here: name it, relative to the context, by --file"),
    DOCKERFILE_OUTSIDE("the Dockerfile must be in the context, and its path relative to it"),
    DOCKERFILE_NOT_A_FILE("the Dockerfile is no file, nor a link to one in the context"),
    UNREADABLE("can't be read: mend its permissions, or leave it out by .dockerignore"),
    CHANGED("changed while it was packed: build when nothing writes into the context any more"),
    SOCKET("is a socket, which no image can hold: leave it out by .dockerignore"),
    FIFO("is a named pipe, which no image can hold: leave it out by .dockerignore"),
    DEVICE("is a device, which a context can't hold: leave it out by .dockerignore"),
    LINK_LEAVES_CONTEXT("is a link that leads out of the context, or could: leave it out by .dockerignore"),
    NAME_UNUSABLE("has a name that a context can't hold: a backslash, a line of more than 255 bytes, or not UTF-8"
            + " (is LC_ALL=C.UTF-8 set?)");

    private final String sentence;

    PackProblem(String sentence) {
        this.sentence = sentence;
    }

    public String sentence() {
        return sentence;
    }
}
