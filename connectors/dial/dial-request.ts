/** One request of a connector to the outside. */
export interface DialRequest {
  method: string;
  url: string;
  headers?: Record<string, string>;
  body?: Uint8Array | null;
  /** 5 where it says none; 0: the redirect itself is the answer. */
  followRedirects?: number;
  /** Of the answer's body, decompressed. 4 MB where it says none. */
  maxBytes?: number;
  timeoutMs?: number;
  signal?: AbortSignal;
  /** Headers that go only to `hosts` (`host` or `host:port`), also after redirects, but never from https down to http. */
  credential?: { headers: Record<string, string>; hosts: readonly string[] } | undefined;
}

export interface DialAnswer {
  status: number;
  /** Lower-case names; repeated ones joined by `, `. */
  headers: Record<string, string>;
  body: Uint8Array;
  /** Where the answer came from, after redirects. */
  url: string;
  /** A redirect that was not followed because there had been `followRedirects` before it. */
  redirectsExhausted: boolean;
}

/** An answer whose body is read as it comes. Reading it fails as the request would have. */
export interface StreamedAnswer {
  status: number;
  headers: Record<string, string>;
  body: AsyncIterable<Uint8Array>;
}
