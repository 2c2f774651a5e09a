/** The metadata services of AWS, GCP and Azure, as a machine sees its own. */
@NullMarked
package dev.ondes.cloud.metadata;

import org.jspecify.annotations.NullMarked;
