/** Fakes that behave: a GitLab over HTTP, a broker, a clock. */
package dev.ondes.dispatcher.testing;
