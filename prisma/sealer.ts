import type { KnownDataKeys } from './data-keys.ts';
import { type Keyring, purposeKey, type SealingKey } from './tenant-key.ts';

/** Ends a transaction whose work needs keys that this process does not know yet; `withTenant` gets them and begins anew. */
class KeysMissed extends Error {
  override name = 'KeysMissed';
}

export interface Sealer {
  of(purpose: string): SealingKey;
  /** Whether the work asked for what is not known. */
  missed(): boolean;
  /** @throws where it did, and somebody took the refusal for something else */
  check(): void;
}

/**
 * The sealing keys of one transaction. Keys may have to be read and opened over the network, which no transaction waits for:
 * so the first that asks for one in vain ends its transaction. `final`: what is not known now does not exist.
 */
export const createSealer = (
  tenant: string,
  keyring: Keyring,
  known: KnownDataKeys | undefined,
  final = false,
): Sealer => {
  let missed = false;
  const miss = (): never => {
    missed = true;
    throw new KeysMissed('The keys of the tenant are fetched first');
  };
  const of = (purpose: string): SealingKey => {
    if (!known) return miss();
    const { keys, newest } = known;
    const root = keyring(tenant, purpose);
    const opening: SealingKey['opening'] = (keyId) => {
      if (keyId === root.id) return root;
      const key = keys.get(keyId);
      if (key) return purposeKey(tenant, keyId, key, purpose);
      return final ? null : miss();
    };
    const current = newest === null ? root : (opening(newest) ?? root);
    return { ...current, opening };
  };
  return {
    of,
    missed: () => missed,
    check: () => {
      if (missed) miss();
    },
  };
};
