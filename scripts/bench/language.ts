import { compile } from '#flow/compile.ts';
import { coreTypes } from '#flow/core/core-types.ts';
import type { FlowDocument } from '#flow/document.ts';
import { Budget } from '#flow/expressions/budget.ts';
import { compileExpression } from '#flow/expressions/compile.ts';
import type { Scope } from '#flow/expressions/scope.ts';
import type { Catalogue } from '#flow/node-type.ts';
import { sampleStart } from '#flow/simulator/sample-run.ts';
import { simulate } from '#flow/simulator/simulator.ts';

const catalogue: Catalogue = new Map(coreTypes.map((type) => [type.type, type]));

export interface LanguageFigures {
  visitsPerSecond: number;
  expressionsPerSecond: number;
  compileMs: number;
  recheckMs: number;
}

/** The language alone, without servers. */
export const languageFigures = (): LanguageFigures => ({
  visitsPerSecond: visits(),
  expressionsPerSecond: expressions(),
  ...compiling(),
});

/** A loop of three plain nodes. */
function visits(): number {
  const rounds = 50_000;
  const { plan } = compile(
    {
      language: 'trama/1',
      name: 'laço',
      trigger: { type: 'api', config: {} },
      vars: { n: 0 },
      nodes: [
        { id: 'w', type: 'while', config: { condition: `{{ index < ${rounds} }}`, maxIterations: 1_000_000 } },
        { id: 'a', type: 'set', parent: 'w', config: { values: { v: '{{ index * 2 }}' } } },
        { id: 'b', type: 'if', parent: 'w', config: { condition: '{{ steps.a.v > 10 }}' } },
        { id: 'c', type: 'assign', parent: 'w', config: { values: { n: '{{ vars.n + 1 }}' } } },
      ],
      edges: [
        { from: 'trigger', to: 'w' },
        { from: 'w.each', to: 'a' },
        { from: 'a', to: 'b' },
        { from: 'b.true', to: 'c' },
        { from: 'b.false', to: 'c' },
      ],
    },
    catalogue,
  );
  if (!plan) throw new Error('the bench flow does not compile');
  const run = () => simulate(plan, sampleStart(), { reply: () => null }, { maxEvents: 1_000_000 });
  run();
  const began = performance.now();
  run();
  return (rounds * 3 + 1) / ((performance.now() - began) / 1000);
}

function expressions(): number {
  const read = compileExpression('trigger.data.a > 10 && trigger.data.b < 5');
  const trigger = { data: { a: 11, b: 3 } };
  const scope: Scope = {
    member: () => null,
    name: (name) => (name === 'trigger' ? trigger : undefined),
    env: {
      nowMs: 0,
      timezone: 'America/Sao_Paulo',
      locale: 'pt-BR',
      holidays: [],
      random: () => 0,
      uuid: () => '',
      budget: new Budget(),
    },
  };
  const times = 1_000_000;
  for (let i = 0; i < times / 10; i++) read(scope);
  const began = performance.now();
  for (let i = 0; i < times; i++) read(scope);
  return times / ((performance.now() - began) / 1000);
}

/** A chain of 1,000 nodes that read one another: fresh objects each time, then one edited node among the same. */
function compiling(): { compileMs: number; recheckMs: number } {
  const fresh = (): FlowDocument => ({
    language: 'trama/1',
    name: 'mil',
    trigger: { type: 'api', config: {} },
    nodes: Array.from({ length: 1_000 }, (_, i) => ({
      id: `n${i}`,
      type: 'set',
      config: { values: { v: i === 0 ? 1 : `{{ steps.n${i - 1}.v + 1 }}` } },
    })),
    edges: Array.from({ length: 1_000 }, (_, i) => ({ from: i === 0 ? 'trigger' : `n${i - 1}`, to: `n${i}` })),
  });
  const median = (work: () => void): number => {
    const times = Array.from({ length: 15 }, () => {
      const began = performance.now();
      work();
      return performance.now() - began;
    });
    return times.sort((a, b) => a - b)[7] ?? 0;
  };
  const documents = Array.from({ length: 15 }, fresh);
  const compileMs = median(() => compile(documents.pop(), catalogue));
  let document = fresh();
  compile(document, catalogue);
  let turn = 0;
  const recheckMs = median(() => {
    const at = 500 + (turn++ % 10);
    const nodes = document.nodes.map((node, i) => (i === at ? { ...node, config: { values: { v: turn } } } : node));
    document = { ...document, nodes };
    compile(document, catalogue);
  });
  return { compileMs, recheckMs };
}
