/** The model: what is known of jobs, nodes, capacity and alerts, from events alone. Knows neither broker nor clock. */
@NullMarked
package dev.ondes.alerter.fleet;

import org.jspecify.annotations.NullMarked;
