import fc from 'fast-check';
import type { FlowNode } from '../document.ts';
import type { JsonObject } from '../json.ts';
import type { Reply } from '../simulator/on-its-way.ts';
import { flowOf, type ShortFlow } from '../testing.ts';
import type { Outcome } from './protocol.ts';

/** Random well-formed flows and worlds for property tests: what is random is drawn from one list of numbers. */
export interface RandomCase {
  flow: JsonObject;
  replyAt(n: number): Reply;
  endsAfterMs: number | null;
}

/** Numbers in [0, 1), one after another, from a list that fast-check can shrink. */
class Draws {
  readonly #numbers: readonly number[];
  #at = 0;

  constructor(numbers: readonly number[]) {
    this.#numbers = numbers;
  }

  next(): number {
    return (this.#numbers[this.#at++ % this.#numbers.length] ?? 0) / 1000;
  }

  below(n: number): number {
    return Math.floor(this.next() * n);
  }

  of<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }

  chance(p: number): boolean {
    return this.next() < p;
  }
}

type Short = ShortFlow['nodes'][number];

const LEAVES = ['set', 'if', 'switch', 'wait', 'test.call', 'test.call', 'assign', 'waitForEvent'] as const;
const MAX_NODES = 24;

class Builder {
  readonly nodes: Short[] = [];
  readonly edges: string[] = [];
  readonly #draws: Draws;

  constructor(draws: Draws) {
    this.#draws = draws;
  }

  /** Fills a scope: each node gets an edge from the entry or from earlier nodes, so that all is reachable and forward. */
  scope(owner: string | null, depth: number, inLoop: boolean): void {
    const here: { id: string; ports: string[] }[] = [];
    const count = 1 + this.#draws.below(depth === 0 ? 6 : 3);
    for (let i = 0; i < count && this.nodes.length < MAX_NODES; i++) {
      const made = this.#node(owner, depth, inLoop);
      this.#connect(owner, here, made.id);
      here.push(made);
    }
  }

  #connect(owner: string | null, here: { id: string; ports: string[] }[], to: string): void {
    const sources = here.filter(({ ports }) => ports.length > 0);
    const wanted = 1 + this.#draws.below(2);
    let made = 0;
    for (let i = 0; i < wanted && sources.length > 0; i++) {
      const from = this.#draws.of(sources);
      const edge = `${from.id}.${this.#draws.of(from.ports)} > ${to}`;
      if (this.edges.includes(edge)) continue;
      this.edges.push(edge);
      made++;
    }
    if (made === 0 || this.#draws.chance(0.2))
      this.edges.push(`${owner === null ? 'trigger' : `${owner}.each`} > ${to}`);
  }

  #node(owner: string | null, depth: number, inLoop: boolean): { id: string; ports: string[] } {
    const id = `n${this.nodes.length}`;
    const common = {
      id,
      ...(owner === null ? {} : { parent: owner }),
      ...(this.#draws.chance(0.15) ? { join: 'first' as const } : {}),
    };
    if (depth < 3 && this.#draws.chance(0.25)) return this.#container(common, depth, inLoop);
    if (this.#draws.chance(0.08)) return this.#ending(common, inLoop);
    const type = this.#draws.of(LEAVES);
    const made = leaf(type, this.#draws);
    this.nodes.push({ ...common, type, ...made.node });
    return { id, ports: made.ports };
  }

  #ending(common: Omit<Short, 'type'>, inLoop: boolean): { id: string; ports: string[] } {
    const type = this.#draws.of(inLoop ? ['break', 'continue', 'fail', 'stop'] : ['fail', 'stop']);
    this.nodes.push({ ...common, type, config: type === 'fail' ? { code: 'x' } : {} });
    return { id: common.id, ports: [] };
  }

  #container(common: Omit<Short, 'type'>, depth: number, inLoop: boolean): { id: string; ports: string[] } {
    const type = this.#draws.of(['forEach', 'while', 'scope'] as const);
    const { config, ports } = container(type, this.#draws);
    this.nodes.push({ ...common, type, config });
    this.scope(common.id, depth + 1, inLoop || type !== 'scope');
    return { id: common.id, ports: [...ports, 'error'] };
  }
}

function leaf(type: (typeof LEAVES)[number], draws: Draws): { node: Partial<FlowNode>; ports: string[] } {
  switch (type) {
    case 'set':
      return { node: { config: { values: { v: '{{ vars.n }}' } } }, ports: ['out', 'error'] };
    case 'assign':
      return { node: { config: { values: { n: '{{ vars.n + 1 }}' } } }, ports: ['out', 'error'] };
    case 'if':
      return { node: { config: { condition: '{{ random() < 0.5 }}' } }, ports: ['true', 'false', 'error'] };
    case 'switch':
      return {
        node: {
          config: {
            cases: [
              { port: 'a', when: '{{ random() < 0.3 }}' },
              { port: 'b', when: '{{ vars.n > 2 }}' },
            ],
          },
        },
        ports: ['a', 'b', 'default'],
      };
    case 'wait':
      return { node: { config: { for: `PT${1 + draws.below(30)}S` } }, ports: ['out'] };
    case 'waitForEvent':
      return {
        node: { config: { events: [{ port: 'veio', name: 'e' }], timeout: 'PT20S' } },
        ports: ['veio', 'timeout', 'error'],
      };
    default: {
      const undo = draws.chance(0.4) ? { compensation: { type: 'test.call', config: { undo: true } } } : {};
      return { node: { config: { a: '{{ vars.n }}' }, ...undo }, ports: ['out', 'error'] };
    }
  }
}

function container(type: 'forEach' | 'while' | 'scope', draws: Draws): { config: JsonObject; ports: string[] } {
  switch (type) {
    case 'forEach':
      return {
        config: {
          items: `{{ range(${draws.below(4)}) }}`,
          concurrency: 1 + draws.below(3),
          onItemError: draws.of(['fail', 'collect']),
          ...(draws.chance(0.3) ? { itemTimeout: 'PT8S' } : {}),
          ...(draws.chance(0.2) ? { timeout: 'PT15S' } : {}),
        },
        ports: ['out'],
      };
    case 'while':
      return { config: { condition: `{{ index < ${draws.below(4)} }}` }, ports: ['out'] };
    case 'scope':
      return {
        config: {
          ...(draws.chance(0.4) ? { timeout: `PT${1 + draws.below(20)}S` } : {}),
          ...(draws.chance(0.4) ? { interrupt: [{ port: 'parou', name: 'e' }] } : {}),
          compensate: draws.chance(0.5),
        },
        ports: ['out', 'timeout'],
      };
  }
}

/** Ports of a scope without an interrupt have no `parou`; it is never drawn, so every edge is legal. */
export const randomCase: fc.Arbitrary<RandomCase> = fc
  .tuple(
    fc.array(fc.nat(999), { minLength: 40, maxLength: 200 }),
    fc.array(fc.nat(999), { minLength: 5, maxLength: 60 }),
    fc.constantFrom(1, 500, null),
  )
  .map(([shape, world, endsAfterMs]) => {
    const builder = new Builder(new Draws(shape));
    builder.scope(null, 0, false);
    const flow = flowOf({ vars: { n: 0 }, nodes: builder.nodes, edges: builder.edges });
    return { flow, endsAfterMs, replyAt: (n) => replyAt(world, n) };
  });

function replyAt(world: readonly number[], n: number): Reply {
  const draw = (world[n % world.length] ?? 0) / 1000;
  const afterMs = Math.floor(((world[(n * 7 + 3) % world.length] ?? 0) / 1000) * 30_000);
  let outcome: Outcome = { kind: 'ok', output: { n }, attempts: 1 };
  if (draw < 0.25) outcome = { kind: 'error', error: { code: 'broken', message: 'x' }, attempts: 1 };
  else if (draw < 0.35)
    outcome = { kind: 'wait', until: Date.parse('2026-11-21T12:00:20.000Z'), reason: 'busy', attempts: 0 };
  return { afterMs, outcome };
}
