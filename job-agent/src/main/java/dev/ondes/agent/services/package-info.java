/** The containers that run beside the job. */
@NullMarked
package dev.ondes.agent.services;

import org.jspecify.annotations.NullMarked;
