/** Values that the job's variables want of secrets providers: HashiCorp's Vault and what speaks as it does, and the clouds'. */
@NullMarked
package dev.ondes.agent.secrets;

import org.jspecify.annotations.NullMarked;
