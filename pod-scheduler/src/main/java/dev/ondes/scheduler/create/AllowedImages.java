package dev.ondes.scheduler.create;

import dev.ondes.contracts.classes.Glob;
import dev.ondes.contracts.classes.JobClass;
import java.util.List;
import java.util.stream.Collectors;

/** Whether a class lets its jobs run an image, by the name that they write, as with gitlab-runner. The class's own is always allowed. */
final class AllowedImages {
    private AllowedImages() {}

    /** @throws IllegalArgumentException with a sentence for the job's user, where it isn't */
    static void check(String image, JobClass jobClass) {
        if (!image.equals(jobClass.image())) {
            check("the image " + image, image, jobClass.allowance().images(), jobClass);
        }
    }

    /** @throws IllegalArgumentException as {@link #check} */
    static void checkService(String image, JobClass jobClass) {
        check("the service " + image, image, jobClass.allowance().services(), jobClass);
    }

    private static void check(String what, String image, List<Glob> allowed, JobClass jobClass) {
        if (!allowed.isEmpty() && allowed.stream().noneMatch(glob -> glob.matches(image))) {
            throw new IllegalArgumentException(what + " is not among those of class " + jobClass.name() + ": "
                    + allowed.stream().map(Glob::pattern).collect(Collectors.joining(", ")));
        }
    }
}
