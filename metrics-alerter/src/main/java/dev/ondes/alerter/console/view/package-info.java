/** What stands on a page: records made by pure functions from what is known. No HTML, no request. */
@NullMarked
package dev.ondes.alerter.console.view;

import org.jspecify.annotations.NullMarked;
