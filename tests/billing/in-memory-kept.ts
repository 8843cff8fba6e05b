import type { BillingKept, Kept, KeptPayment, KeptSubscription } from '#flow/contracts/billing-kept.ts';

/** Where subscriptions by Pix stand, for tests that need no database. */
export const inMemoryKept = (): BillingKept => {
  const objects: Kept[] = [];
  const at = (id: string, kind: Kept['kind']) => objects.findIndex((one) => one.id === id && one.kind === kind);
  const find = (id: string, kind: Kept['kind']) => structuredClone(objects[at(id, kind)] ?? null);
  return {
    add: async (object) => {
      if (at(object.id, object.kind) < 0) objects.push(structuredClone(object));
      // Of one id and kind there is one, of the shape that the caller gave.
      return find(object.id, object.kind) as typeof object;
    },
    subscription: async (id) => find(id, 'subscription') as KeptSubscription | null,
    payment: async (id) => find(id, 'payment') as KeptPayment | null,
    paymentsOf: async (subscription) =>
      structuredClone(
        objects.filter((one): one is KeptPayment => one.kind === 'payment' && one.subscription === subscription),
      ).toReversed(),
    change: async <T extends Kept>(id: string, kind: T['kind'], change: (object: T) => T | null) => {
      const found = find(id, kind) as T | null;
      const changed = found && change(found);
      if (changed) objects[at(id, kind)] = structuredClone(changed);
      return changed ?? found;
    },
    changedSince: async function* (provider) {
      for (const { id, kind, provider: own } of objects)
        if (own === provider)
          yield kind === 'payment' ? { subscription: null, payment: id } : { subscription: id, payment: null };
    },
  };
};
