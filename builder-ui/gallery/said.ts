import type { Json } from '#flow/json.ts';
import type { Asked, Said, SetupField } from './gallery-types.ts';

export const NOTHING_SAID: Said = { values: {}, connections: {} };

export const isEmpty = (value: Json | undefined): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

/** What a field holds: what was said, else what stands there from the start. */
export const valueOf = ({ key, start }: SetupField, { values }: Said): Json => values[key] ?? start;

/** How much is missing before it can be published. */
export const missingIn = ({ needs, setup }: Asked, said: Said): number =>
  needs.filter(({ key }) => !said.connections[key]).length +
  setup.filter((field) => isEmpty(valueOf(field, said))).length;

/** With examples where nothing is said, and names in the place of connections: enough to try it. */
export const saidForTrial = ({ needs, setup }: Asked, said: Said): Said => ({
  values: Object.fromEntries(
    setup.map((field) => {
      const value = valueOf(field, said);
      return [field.key, isEmpty(value) ? field.example : value];
    }),
  ),
  connections: Object.fromEntries(needs.map(({ key }) => [key, said.connections[key] ?? key])),
});
