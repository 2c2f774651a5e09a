/** A simulated fleet for tests, of this module and of others. */
package dev.ondes.alerter.testing;
