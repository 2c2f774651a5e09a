package dev.ondes.images.identity;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.RSAKey;

/** An issuer's public keys. */
interface Keys {
    /**
     * The one that a token's header names.
     *
     * @throws TokenRefusedException when there is none, or nobody could be asked
     */
    RSAKey named(JWSHeader header);
}
