/** PodDisruptionBudgets: one for each class that wants its pods kept from evictions. */
@NullMarked
package dev.ondes.scheduler.budget;

import org.jspecify.annotations.NullMarked;
