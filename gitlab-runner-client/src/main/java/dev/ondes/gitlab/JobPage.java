package dev.ondes.gitlab;

import java.util.List;
import java.util.Optional;

/**
 * Some jobs of a list.
 *
 * @param next leads to those that follow; GitLab's own, to be given back as it is
 */
public record JobPage(List<ListedJob> jobs, Optional<String> next) {
    /** Copies the list. */
    public JobPage {
        jobs = List.copyOf(jobs);
    }
}
