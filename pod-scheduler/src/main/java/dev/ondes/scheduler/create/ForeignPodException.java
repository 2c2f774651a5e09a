package dev.ondes.scheduler.create;

/** A pod that isn't ours stands where a job's pod must be; somebody has to look. */
public final class ForeignPodException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ForeignPodException(String namespace, String name) {
        super("the pod " + namespace + "/" + name
                + " exists, and was made for something else: is a second installation of"
                + " Ondes at work in this namespace?");
    }
}
