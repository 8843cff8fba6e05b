import type { Json } from '../../flow/json.ts';
import type { Flow, FlowProblem } from '../../sdks/typescript/src/generated/types.ts';
import { hashOf, textOf } from '../document/canonical.ts';
import { referencesOf, settingsRead } from '../document/references.ts';
import type { Reached } from '../reach.ts';
import { failure } from '../terminal/failure.ts';
import { asFile, flowThere, isBegun, keyOfSlug, problemsThere, slugThere } from './there.ts';

/** One flow on its way from an environment to another. */
export interface Leg {
  key: string;
  /** The version that is taken, and the hash of its content: of the canonical document, by the names of the files. */
  version: number;
  hash: string;
  document: Json;
  /** What the target has: its flow, and what is published there. */
  there: Flow | null;
  published: Json | null;
  /** `same`: this content is published there. */
  state: 'new' | 'changed' | 'same';
  /** The target's draft is neither what is published there nor what comes: somebody is at work. */
  atWork: boolean;
  problems: FlowProblem[];
  /** Flows that it calls or names, and settings that it reads, that the target has not. */
  missingFlows: string[];
  missingSettings: string[];
}

const publishedOf = async (reached: Reached, flow: Flow): Promise<Json | null> => {
  if (flow.publishedVersion === null) return null;
  const { definition } = await reached.api.flows.getVersion(flow.id, flow.publishedVersion);
  return asFile(reached, definition as Json);
};

/** Keys of all that is published. */
export const publishedKeys = async (from: Reached): Promise<string[]> => {
  const keys: string[] = [];
  for await (const flow of from.api.flows.list({ limit: 100 }))
    if (flow.publishedVersion !== null) keys.push(keyOfSlug(from, flow.slug));
  return keys.toSorted();
};

const sourceOf = async (from: Reached, key: string) => {
  const flow = await flowThere(from, key);
  const document = flow === null ? null : await publishedOf(from, flow);
  if (flow !== null && document !== null) return { document, version: flow.publishedVersion ?? 0 };
  throw failure(
    'usage',
    'not_published',
    `${from.name} não tem o fluxo "${slugThere(from, key)}" publicado.`,
    `${from.name} has no published flow "${slugThere(from, key)}".`,
  );
};

/** What a promotion of one flow would do; nothing is written. `along`: keys that go with it. */
export const planLeg = async (from: Reached, to: Reached, key: string, along: ReadonlySet<string>): Promise<Leg> => {
  const { document, version } = await sourceOf(from, key);
  const there = await flowThere(to, key);
  const published = there === null ? null : await publishedOf(to, there);
  const text = textOf(document);
  const same = published !== null && textOf(published) === text;
  const draft = there === null ? null : await asFile(to, there.draft as Json);
  const known = [text, ...(published === null ? [] : [textOf(published)])];
  const isOurs = draft !== null && (known.includes(textOf(draft)) || isBegun(to, key, draft, document));
  const called = [
    ...new Set(referencesOf(document).flatMap(({ kind, name }) => (kind === 'flows' && name !== key ? [name] : []))),
  ];
  const missingFlows: string[] = [];
  for (const name of called) if (!along.has(name) && (await flowThere(to, name)) === null) missingFlows.push(name);
  return {
    ...{ key, version, hash: hashOf(document), document, there, published },
    state: same ? 'same' : published === null ? 'new' : 'changed',
    atWork: !same && there !== null && !isOurs,
    problems: same ? [] : await problemsThere(to, document, there),
    missingFlows: same ? [] : missingFlows,
    missingSettings: same ? [] : settingsRead(document).filter((name) => !Object.hasOwn(to.tenant.settings, name)),
  };
};

/** Those that others call come first, so that nobody calls what is not there yet; circles keep the order of their names. */
export const inOrder = (legs: readonly Leg[]): Leg[] => {
  const byKey = new Map(legs.map((leg) => [leg.key, leg]));
  const ordered = new Set<Leg>();
  const onTheWay = new Set<Leg>();
  const visit = (leg: Leg): void => {
    if (ordered.has(leg) || onTheWay.has(leg)) return;
    onTheWay.add(leg);
    for (const { kind, name } of referencesOf(leg.document)) {
      const called = kind === 'flows' ? byKey.get(name) : undefined;
      if (called) visit(called);
    }
    ordered.add(leg);
  };
  for (const leg of legs) visit(leg);
  return [...ordered];
};

/** What the list of versions and the audit of the target say of it. */
export const noteOf = (from: Reached, { version, hash }: Leg, said: string | undefined): string =>
  `⇡ ${from.name} (${from.tenant.slug}) v${version} sha256:${hash.slice(0, 16)}${said ? ` · ${said}` : ''}`.slice(
    0,
    2_000,
  );
