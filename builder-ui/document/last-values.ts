import type { Json } from '#flow/json.ts';
import type { Run, Step } from '../api-types.ts';

/** What a name held in a run, for those that can be read out of its trace. */
export type LastValues = (path: string) => Json | undefined;

const inside = (value: Json | undefined, keys: readonly string[]): Json | undefined =>
  keys.reduce<Json | undefined>(
    (at, key) => (typeof at === 'object' && at !== null && !Array.isArray(at) ? at[key] : undefined),
    value,
  );

/** Of a step that ran in rounds, the last. */
export const lastValues = (run: Run, steps: readonly Step[]): LastValues => {
  const outputs = new Map(steps.flatMap((one) => (one.endedAt && !one.error ? [[one.node, one.output] as const] : [])));
  return (path) => {
    const [root, ...keys] = path.split('.');
    if (root === 'trigger') return inside(run.trigger, keys);
    const [node, ...rest] = keys;
    return root === 'steps' && node !== undefined ? inside(outputs.get(node), rest) : undefined;
  };
};

const MOST = 32;

/** A value in a few letters. */
export const preview = (value: Json): string => {
  const text = JSON.stringify(value);
  return text.length > MOST ? `${text.slice(0, MOST - 1)}…` : text;
};
