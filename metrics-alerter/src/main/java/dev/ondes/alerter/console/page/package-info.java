/** One resource for each page: from a request's parameters to a view and its template. */
@NullMarked
package dev.ondes.alerter.console.page;

import org.jspecify.annotations.NullMarked;
