/** The GitLab runner protocol as a typed client; {@link dev.ondes.gitlab.GitLabClient} is where to begin. */
@NullMarked
package dev.ondes.gitlab;

import org.jspecify.annotations.NullMarked;
