import NIOSSL

/// A certificate that vouches for itself and for `localhost` alone, for a hundred years. It is published, and proves nothing to
/// anybody but tests.
public enum TestCertificate {
    /// The certificate (PEM).
    public static let certificate = """
        -----BEGIN CERTIFICATE-----
        MIIBcjCCARmgAwIBAgIBATAKBggqhkjOPQQDAjAdMRswGQYDVQQDDBJpdnJwYXkg
        dGVzdCBzZXJ2ZXIwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMB0x
        GzAZBgNVBAMMEml2cnBheSB0ZXN0IHNlcnZlcjBZMBMGByqGSM49AgEGCCqGSM49
        AwEHA0IABFkcGs+wSxU5dakT+8uEdYaDTwjiB0bI0tNb6CYRhPGTypteMWe0MSVm
        8xpEA8QojpuEiTTAGOntm2SWD5wxY0+jSDBGMBQGA1UdEQQNMAuCCWxvY2FsaG9z
        dDAPBgNVHRMBAf8EBTADAQH/MB0GA1UdDgQWBBQN83bROgPh1Fyzv5ldJAo+7PuD
        GzAKBggqhkjOPQQDAgNHADBEAiAGD3ozHI7TzJdt/sEcurNHOdJkxap60N7qVKoI
        zTfP7AIgDcmz4VG2uC2qEmwcEAqw/dVasiNW5NJ0NgTpkvW6igs=
        -----END CERTIFICATE-----

        """

    private static let key = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgUbdcMIg4y4CBCP8X
        Vzmey6eJPvuPJjYKFWgBB3I73B+hRANCAARZHBrPsEsVOXWpE/vLhHWGg08I4gdG
        yNLTW+gmEYTxk8qbXjFntDElZvMaRAPEKI6bhIk0wBjp7Ztklg+cMWNP
        -----END PRIVATE KEY-----

        """

    /// What a server needs to show it.
    static func configuration() throws -> TLSConfiguration {
        .makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMBytes(Array(certificate.utf8)).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(bytes: Array(key.utf8), format: .pem)))
    }
}
