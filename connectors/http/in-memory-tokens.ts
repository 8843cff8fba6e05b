import type { FetchedToken, TokenKeeper } from '#flow/contracts/token-keeper.ts';

interface Kept {
  hash: string;
  token: Promise<FetchedToken>;
}

/** For tests of actions: one process, nothing sealed. The real one is `domain/connections/token-keeper.ts`. */
export const inMemoryTokens = (): TokenKeeper => {
  const kept = new Map<string, Kept>();
  return {
    token: async (grant, fetch, refused) => {
      const key = `${grant.tenantId}/${grant.connectionId}`;
      const known = kept.get(key);
      const before = known?.hash === grant.hash ? await known.token : null;
      if (before && before.accessToken !== refused) return before.accessToken;
      const token = fetch(before?.refreshToken ?? grant.refreshToken);
      kept.set(key, { hash: grant.hash, token });
      token.catch(() => kept.delete(key));
      return (await token).accessToken;
    },
  };
};
