/** Which of several replicas sends. */
@NullMarked
package dev.ondes.alerter.lead;

import org.jspecify.annotations.NullMarked;
