/** HTTP for the simulated GitLab: requests, responses, routes, rate limits, and faults that tests order. */
@NullMarked
package dev.ondes.playground.gitlab.http;

import org.jspecify.annotations.NullMarked;
