import type { Locale } from '#flow/json.ts';
import { describe } from '#flow/types/describe.ts';
import { memberNames, memberOf } from '#flow/types/members.ts';
import { type Type, t } from '#flow/types/type.ts';
import type { StepInfo, TypeEnv } from '#flow/types/type-env.ts';

/** A name that an expression can read at some place of a flow. */
export interface ReadableName {
  /** `steps.soma.total` */
  path: string;
  /** Its type in words. */
  type: string;
  /** The label of the step that it comes from. */
  of?: string;
}

const DEPTH = 3;
const PLAIN = /^[A-Za-z_$][\w$]*$/;
/** They come last: every flow has them. */
const GIVEN = ['trigger', 'vars', 'run', 'flow', 'tenant'];

const expand = (path: string, type: Type, locale: Locale, depth: number, of?: string): ReadableName[] => {
  const here: ReadableName = { path, type: describe(type, locale), ...(of === undefined ? {} : { of }) };
  const inside = depth > 0 && type.kind === 'object' ? memberNames(type).filter((name) => PLAIN.test(name)) : [];
  return [
    here,
    ...inside.flatMap((name) => expand(`${path}.${name}`, memberOf(type, name) ?? t.unknown, locale, depth - 1, of)),
  ];
};

const isReadable = ({ kind }: StepInfo): boolean => kind === 'always' || kind === 'maybe';

/** What can be read at a place, nearest first: loops and events, the steps before it, the trigger, variables, the run. */
export const readableNames = (env: TypeEnv, labels: ReadonlyMap<string, string>, locale: Locale): ReadableName[] => {
  const names = [...env.names()];
  const own = names.filter((name) => !GIVEN.includes(name));
  const given = GIVEN.filter((name) => names.includes(name));
  const steps = [...env.nodes()].reverse();
  const from = (path: string, type: Type, id?: string) =>
    expand(path, type, locale, DEPTH, id === undefined ? undefined : labels.get(id));
  return [
    ...own.flatMap((name) => from(name, env.name(name) ?? t.unknown)),
    ...steps.flatMap((id) => (isReadable(env.step(id)) ? from(`steps.${id}`, env.step(id).type, id) : [])),
    ...steps.flatMap((id) => (env.error(id).kind === 'always' ? from(`errors.${id}`, env.error(id).type, id) : [])),
    ...given.flatMap((name) => from(name, env.name(name) ?? t.unknown)),
  ];
};
