/** How our services talk to the API server: clients, requests that fabric8 has no word for, and what refusals mean. */
@NullMarked
package dev.ondes.kubernetes;

import org.jspecify.annotations.NullMarked;
