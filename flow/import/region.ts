import { type Code, choice, code, NULL, quoted, RANK, within } from './expressions/code.ts';

/** A port of a node of the flow; `trigger` and a container's `each` begin a scope. */
export interface PortRef {
  id: string;
  port: string;
}

/**
 * A scope of the flow: the top, or the body of a loop. `items`: made by us, because several items came; `loop`: the
 * author's own loop over items; `while`: a circle of the author's.
 */
export class Region {
  readonly id: string | null;
  readonly parent: Region | null;
  readonly kind: 'top' | 'items' | 'loop' | 'while';
  /** The current item, or what goes round. */
  readonly item: Code;
  /** What is read of it from outside, by key, as an expression inside. */
  readonly exports = new Map<string, Code>();
  /** How many exports there will be: one alone is the result itself. */
  readonly expected: number;

  constructor(
    id: string | null,
    parent: Region | null,
    kind: Region['kind'],
    more: { item?: Code; expected?: number } = {},
  ) {
    this.id = id;
    this.parent = parent;
    this.kind = kind;
    this.item = more.item ?? NULL;
    this.expected = more.expected ?? 0;
  }

  /** This one and those around it, innermost first. */
  around(): Region[] {
    return [this, ...(this.parent?.around() ?? [])];
  }

  contains(other: Region): boolean {
    return other.around().includes(this);
  }

  /** What stands in the container's `result`; undefined where nobody reads it. */
  get result(): string | undefined {
    const all = [...this.exports];
    const [only, ...more] = all;
    if (!only) return undefined;
    if (more.length === 0) return `{{ ${only[1].text} }}`;
    return `{{ { ${all.map(([key, one]) => `${key}: ${one.text}`).join(', ')} } }}`;
  }
}

/** The innermost scope around both. */
export const common = (a: Region, b: Region): Region =>
  a.around().find((one) => one.contains(b)) ?? (a.around().at(-1) as Region);

/** What goes along one line into a node: one item of a scope, or a list of them. */
export interface Feed {
  refs: readonly PortRef[];
  region: Region;
  many: boolean;
  code: Code;
  /** Branches that were taken on the way here: ports by the node that chose. */
  guards: Guards;
  /** The value may be a list, which n8n would have taken for items. */
  loose?: boolean;
  /** What is known of the items of a list. */
  shape?: (item: Code) => Code;
  /** It may be that nothing comes. */
  maybe: boolean;
}

export type Guards = ReadonlyMap<string, ReadonlySet<string>>;

/** Never both: somewhere before them another port was taken. */
export const exclusive = (a: Guards, b: Guards): boolean =>
  [...a].some(([id, ports]) => {
    const others = b.get(id);
    return others !== undefined && [...ports].every((port) => !others.has(port));
  });

/** What still holds where several lines meet. */
export function meetingGuards(all: readonly Guards[]): Guards {
  const [first, ...rest] = all;
  const met = new Map<string, ReadonlySet<string>>();
  for (const [id, ports] of first ?? []) {
    if (rest.every((one) => one.has(id))) {
      met.set(id, new Set([...ports, ...rest.flatMap((one) => [...(one.get(id) ?? [])])]));
    }
  }
  return met;
}

const starts = ({ id, port }: PortRef): boolean => id === 'trigger' || port === 'each';

/** True where the line brought something. */
export const tookPort = (refs: readonly PortRef[]): Code | null => {
  if (refs.some(starts)) return null;
  const tests = refs.map(({ id, port }) => `port.${id} == ${quoted(port)}`);
  return { text: tests.join(' || '), rank: tests.length > 1 ? RANK.either : RANK.equal, kind: 'any' };
};

/** The item, or null where the line brought none. */
const present = (feed: Feed): Code => {
  const took = feed.maybe ? tookPort(feed.refs) : null;
  return took ? choice(took, feed.code, NULL) : feed.code;
};

/** What came in the rounds of a feed's scope, as a list (of a `while`: what came in the last) one scope further out. */
export function lifted(feed: Feed): Feed {
  const { region } = feed;
  const { parent, id } = region;
  if (parent === null || id === null) throw new Error('nothing is around the top');
  const key = exportKey(region, feed);
  const out = `steps.${id}`;
  const guards: Guards = new Map();
  const refs = [{ id, port: 'out' }];
  const read = region.expected > 1 ? code(`${out}?.${key}`) : code(out);
  if (region.kind === 'while') return { refs, region: parent, many: feed.many, code: read, guards, maybe: false };
  const rounds = code(region.expected > 1 ? `${out}.map(r => r.${key})` : out, 'any', { sure: true });
  const list = feed.many ? `${within(rounds, RANK.atom)}.filter(r => r != null).flat()` : rounds.text;
  const made = !feed.many && feed.maybe ? `${list}.filter(r => r != null)` : list;
  return { refs, region: parent, many: true, code: code(made, 'any', { sure: true }), guards, maybe: false };
}

const exportKey = (region: Region, feed: Feed): string => {
  const value = present(feed);
  for (const [key, one] of region.exports) if (one.text === value.text) return key;
  const [ref] = feed.refs;
  const plain = ref && ref.port === 'each' ? 'item' : (ref?.id ?? 'value');
  let key = plain;
  for (let n = 2; region.exports.has(key); n++) key = `${plain}${n}`;
  region.exports.set(key, value);
  return key;
};

/** The feed, brought out until it stands in that scope. */
export function broughtTo(feed: Feed, region: Region): Feed {
  let now = feed;
  while (now.region !== region) now = lifted(now);
  return now;
}
