import { FEATURES, type Feature, hasFeature, isFeature, MODULES } from '#flow/contracts/plan-features.ts';
import type { Json } from '#flow/json.ts';

export type Features = Partial<Record<Feature, Json>>;

/** The way that is more; of what may be had in several ways at once, all of them. */
const moreOf = (name: Feature, had: Json | undefined, more: Json): Json => {
  if (!hasFeature(had) || had === undefined) return more;
  const ways: readonly string[] | null = FEATURES[name];
  if (ways === null) return hasFeature(more) ? more : had;
  const [one, other] = [had, more].map((value) => (Array.isArray(value) ? value : [value]).map(String));
  if (Array.isArray(had)) return ways.filter((way) => one?.includes(way) || other?.includes(way));
  return ways.indexOf(String(more)) > ways.indexOf(String(had)) ? more : had;
};

/** What a plan has with what is bought beside it, which takes nothing away, and what an operator gave: that stands over both. */
export const featuresTogether = (plan: Features, added: readonly Features[], given: Features): Features => {
  const all = { ...plan };
  for (const [name, value] of added.flatMap((one) => Object.entries(one)))
    if (isFeature(name) && value !== undefined) all[name] = moreOf(name, all[name], value);
  return { ...all, ...given };
};

/** Where a part of the product is a feature, too: whoever bought or was given that has the part, and whom it was taken from has it not. */
export const modulesTogether = (plan: readonly string[], features: Features, named: readonly Features[]): string[] => {
  const parts = MODULES.filter((one) => isFeature(one) && named.some((by) => by[one] !== undefined));
  const kept = plan.filter((one) => !parts.some((part) => part === one));
  return [...kept, ...parts.filter((part) => isFeature(part) && hasFeature(features[part]))];
};
