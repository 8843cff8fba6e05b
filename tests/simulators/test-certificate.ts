// secretlint-disable @secretlint/secretlint-rule-privatekey -- stands for nothing but this machine, in tests
/** Of `localhost`, `mail.example` and 127.0.0.1, until 2049; it vouches for itself. For tests alone: its key is here to be read. */
export const testCertificate = {
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgpRL90oWEtPHunuvC
PBUSallb9FIB6IjBH74JbEkubx+hRANCAAQin1VbCmdQwelh7LobUqjuYoZTz/vh
zze29+kI288hxN+4TQNNaYsLV6m+SfmYbeltV7ACV1wIbVU1u5ZpdhPC
-----END PRIVATE KEY-----
`,
  cert: `-----BEGIN CERTIFICATE-----
MIIBcjCCARmgAwIBAgIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlsb2NhbGhv
c3QwHhcNMjAwMTAxMDAwMDAwWhcNNDkxMjMxMDAwMDAwWjAUMRIwEAYDVQQDDAls
b2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQin1VbCmdQwelh7Lob
UqjuYoZTz/vhzze29+kI288hxN+4TQNNaYsLV6m+SfmYbeltV7ACV1wIbVU1u5Zp
dhPCo1wwWjAPBgNVHRMBAf8EBTADAQH/MCgGA1UdEQQhMB+CCWxvY2FsaG9zdIIM
bWFpbC5leGFtcGxlhwR/AAABMB0GA1UdDgQWBBR3JkLSEecdbIwDh6AnH/g12v4V
7TAKBggqhkjOPQQDAgNHADBEAiAOISA7Mjm/iWq2AymaFZJrq/UsVcOXfyRVZvMw
fvUNsQIgXLr34540LjGQRCRcDNIgdrR6yu5Q7+JsDshWGnh44mQ=
-----END CERTIFICATE-----
`,
};
