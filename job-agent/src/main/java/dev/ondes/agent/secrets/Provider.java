package dev.ondes.agent.secrets;

import dev.ondes.agent.tries.PassingTroubleException;
import java.io.IOException;

/** One secret of one provider. Its texts name server and path, and never a value or a token. */
interface Provider {
    /** For the job's log: who is asked, and for what. */
    String asked();

    /**
     * The value.
     *
     * @throws SecretRefusedException where the job or the provider must be changed
     * @throws PassingTroubleException where it may be had later, or from another node
     * @throws IOException where it can't be had, and not through the job's doing
     */
    String read() throws IOException;
}
