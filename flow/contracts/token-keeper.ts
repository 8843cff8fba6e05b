/** What an authorisation server gave. */
export interface FetchedToken {
  accessToken: string;
  /** null: the one before goes on. */
  refreshToken: string | null;
  /** Seconds; null where it did not say. */
  expiresIn: number | null;
}

/** Whose token it is, and what it is got with. */
export interface TokenGrant {
  tenantId: string;
  /** `con_…`. */
  connectionId: string;
  /** All that the token follows from: a change of it makes kept tokens worthless. */
  hash: string;
  /** The refresh token that stands in the connection; null for grants without one. */
  refreshToken: string | null;
}

/** Keeps access tokens for all processes, sealed, and sees to it that only one at a time fetches the next. */
export interface TokenKeeper {
  /**
   * The token that is kept while it is good, else the one that `fetch` brings; it is given the newest refresh token. What
   * `fetch` fails with, everybody who waited for it in this process fails with. `refused`: a token that the other side
   * no longer takes, however long it was said to live.
   */
  token(
    grant: TokenGrant,
    fetch: (refreshToken: string | null) => Promise<FetchedToken>,
    refused?: string,
  ): Promise<string>;
}
