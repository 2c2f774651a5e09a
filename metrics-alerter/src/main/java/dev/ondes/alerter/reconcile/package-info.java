/** Asks GitLab for the jobs that wait there, and says what webhooks did not tell. */
@NullMarked
package dev.ondes.alerter.reconcile;

import org.jspecify.annotations.NullMarked;
