/** From GitLab's answer to a confirmed event; a job that got this far is never forgotten. */
@NullMarked
package dev.ondes.dispatcher.handover;

import org.jspecify.annotations.NullMarked;
