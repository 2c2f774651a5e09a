package dev.ondes.agent.secrets;

/** Settings of a provider, which users make as CI/CD variables. */
final class Settings {
    private Settings() {}

    static String need(String value, String variable) throws SecretRefusedException {
        if (value.isBlank()) {
            throw new SecretRefusedException("the CI/CD variable " + variable + " is not set");
        }
        return value;
    }

    /** One that becomes a part of a host's name. */
    static String name(String value, String variable) throws SecretRefusedException {
        if (!need(value, variable).matches("[A-Za-z0-9-]+")) {
            throw new SecretRefusedException(
                    "the CI/CD variable " + variable + " must have letters, digits and - only");
        }
        return value;
    }
}
