/** What a job's pod shows to registries. */
@NullMarked
package dev.ondes.scheduler.login;

import org.jspecify.annotations.NullMarked;
