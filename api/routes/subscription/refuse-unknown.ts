import type { ApiDeps } from '#api/deps.ts';
import { fail } from '#api/frame/fail.ts';
import { unknownNames } from '#domain/billing/catalogue/unknown-names.ts';

const PLAN = { pt: 'Este plano não existe.', en: 'There is no such plan.' };
const ADD_ON = { pt: 'Este adicional não existe.', en: 'There is no such add-on.' };

interface Naming {
  planTier?: string | undefined;
  newPlanTier?: string | undefined;
  addOns?: readonly { key: string }[] | undefined;
}

/**
 * What the catalogue does not have at all is a mistake in the body, and said at once; what it has, and cannot be had now, is a matter
 * of state (`conflict`). @throws `invalid`
 */
export async function refuseUnknown({ database }: ApiDeps, { addOns = [], ...plans }: Naming): Promise<void> {
  const tiers = (['planTier', 'newPlanTier'] as const).flatMap((field) => {
    const tier = plans[field];
    return tier === undefined ? [] : [{ pointer: `/${field}`, name: tier }];
  });
  const keys = addOns.map(({ key }, i) => ({ pointer: `/addOns/${i}/key`, name: key }));
  if (tiers.length + keys.length === 0) return;
  const named = { tiers: tiers.map(({ name }) => name), addOns: keys.map(({ name }) => name) };
  const unknown = await unknownNames(database.admin.sql, named);
  const errors = [
    ...tiers.filter(({ name }) => unknown.tiers.includes(name)).map((one) => ({ ...one, message: PLAN })),
    ...keys.filter(({ name }) => unknown.addOns.includes(name)).map((one) => ({ ...one, message: ADD_ON })),
  ].map(({ pointer, message }) => ({ pointer, code: 'unknown', message }));
  const [first] = errors;
  if (first) throw fail('invalid', first.message.pt, first.message.en, { errors });
}
