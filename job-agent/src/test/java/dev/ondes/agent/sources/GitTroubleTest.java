package dev.ondes.agent.sources;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GitTroubleTest {

    @ParameterizedTest(name = "git {1} ({2}): {3}: {0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "PASSING | fetch            | 128 | fatal: unable to access 'https://g/p.git/': The requested URL returned error: 502",
                "PASSING | fetch            | 128 | fatal: unable to access 'https://g/p.git/': The requested URL returned error: 429",
                "PASSING | fetch            | 128 | fatal: unable to access 'https://g/p.git/': Could not resolve host: g",
                "PASSING | fetch            | 128 | fatal: unable to access 'https://g/p.git/': Failed to connect to g port 443",
                "PASSING | fetch            | 128 | error: RPC failed; curl 56 GnuTLS recv error (-9)",
                "PASSING | fetch            | 128 | fatal: the remote end hung up unexpectedly",
                "PASSING | fetch            | 1   | something that nobody has seen before",
                "PASSING | submodule update | 1   | fatal: unable to access 'https://g/l.git/': The requested URL returned error: 503",
                "PASSING | checkout         | 128 | error: external filter 'git-lfs filter-process' failed batch response: 503",
                "LASTING | fetch            | 128 | remote: HTTP Basic: Access denied. fatal: Authentication failed for 'https://g/p.git/'",
                "LASTING | fetch            | 128 | fatal: could not read Username for 'https://g': terminal prompts disabled",
                "LASTING | fetch            | 128 | fatal: unable to access 'https://g/p.git/': The requested URL returned error: 403",
                "LASTING | fetch            | 128 | fatal: repository 'https://g/p.git/' not found",
                "LASTING | fetch            | 128 | remote: The project you were looking for could not be found or you don't have permission to view it.",
                "LASTING | fetch            | 128 | fatal: couldn't find remote ref refs/heads/gone",
                "LASTING | fetch            | 128 | fatal: remote error: upload-pack: not our ref 0123456789012345678901234567890123456789",
                "LASTING | fetch            | 128 | error: Server does not allow request for unadvertised object 0123",
                "LASTING | fetch            | 128 | fatal: unable to access 'https://g/p.git/': SSL certificate problem: self-signed certificate",
                "LASTING | fetch            | 128 | fatal: write error: No space left on device",
                "LASTING | submodule update | 1   | error: cannot run ssh: No such file or directory fatal: unable to fork",
                "LASTING | submodule update | 1   | Host key verification failed. fatal: Could not read from remote repository.",
                "LASTING | fetch            | 129 | error: unknown option `colour'",
                "LASTING | submodule update | 128 | fatal: No url found for submodule path 'lib' in .gitmodules",
                "UNCLEAR | fetch            | 137 | remote: Compressing objects: 100% (9/9), done.",
                "UNCLEAR | fetch            | 128 | fatal: Out of memory, malloc failed (tried to allocate 1073741824 bytes)",
                "UNCLEAR | checkout         | 128 | fatal: unable to read tree (0123456789012345678901234567890123456789)",
                "UNCLEAR | submodule sync   | 1   | nothing",
                "UNCLEAR | clean            | 1   | warning: failed to remove target/"
            })
    void isReadFromGitsOwnWords(GitTrouble trouble, String command, int code, String said) {
        assertThat(GitTrouble.of(command, code, said)).isEqualTo(trouble);
    }
}
