import { expect, test } from 'vitest';
import type { FlowDocument } from '#flow/document.ts';
import type { Moment } from '#flow/simulator/stepper.ts';
import { testCatalogue } from '#flow/testing.ts';
import { framesOf, nodeAt, stepsAt } from './frames.ts';
import { simulationOf } from './simulation.ts';
import { spanWords } from './time-words.ts';
import { whatLed } from './what-led.ts';

const document: FlowDocument = {
  language: 'trama/1',
  name: 'Pedido',
  trigger: { type: 'manual', config: {} },
  nodes: [
    { id: 'sum', type: 'set', config: { values: { total: 2 } } },
    { id: 'large', type: 'if', config: { condition: '{{ steps.sum.total > 1 }}' } },
    { id: 'tell', type: 'test.call', config: {} },
    { id: 'small', type: 'set', config: { values: {} } },
    { id: 'rest', type: 'wait', config: { for: 'P2DT3H' } },
  ],
  edges: [
    { from: 'trigger', to: 'sum' },
    { from: 'sum', to: 'large' },
    { from: 'large.true', to: 'tell' },
    { from: 'large.false', to: 'small' },
    { from: 'tell', to: 'rest' },
  ],
};

const given = {
  document,
  board: {},
  catalogue: testCatalogue,
  locale: 'pt-BR' as const,
  data: {},
  startsAt: '2026-11-21T12:00:00.000Z',
  tenant: undefined,
};

const nowhere = { moment: 0, shown: 0, stands: false };

const walked = (): { moments: Moment[]; plan: Parameters<typeof whatLed>[0] } => {
  const simulation = simulationOf(given);
  if (!simulation) throw new Error('the flow compiles');
  const moments = [simulation.first];
  for (let next = simulation.stepper.forward(simulation.first); next; ) {
    moments.push(next);
    next = simulation.stepper.forward(next);
  }
  return { moments, plan: simulation.plan };
};

test('steps that the machine makes in one go are stopped at one by one; skipped ones come with those before', () => {
  const { moments } = walked();
  const frames = framesOf(moments);
  expect(frames.map((frame) => nodeAt(moments, frame))).toEqual([
    ...[undefined, 'sum', 'large', 'tell'],
    ...['tell', 'rest', 'rest'],
  ]);
  const afterSum = stepsAt(moments, frames[1] ?? nowhere);
  expect(afterSum.map(({ node, status }) => [node, status])).toEqual([['sum', 'succeeded']]);
  const afterLarge = stepsAt(moments, frames[2] ?? nowhere);
  expect(afterLarge.map(({ node }) => node)).toEqual(['sum', 'large', 'small', 'tell']);
});

test('an action gives its example, and each moment says what led to it and how much later it is', () => {
  const { moments, plan } = walked();
  expect(moments.at(-1)?.steps.find(({ node }) => node === 'tell')?.output).toEqual({ example: true });
  const led = moments.slice(1).map((moment, n) => whatLed(plan, moments[n], moment));
  expect(led).toEqual([{ kind: 'start' }, { kind: 'answered', node: 'tell' }, { kind: 'waited', node: 'rest' }]);
  const [before, after] = moments.slice(-2);
  expect(spanWords((after?.now ?? 0) - (before?.now ?? 0), 'pt-BR')).toBe('2 dias e 3 horas');
});

test('a flow with errors is not simulated', () => {
  const broken = { ...document, edges: [{ from: 'trigger', to: 'nobody' }] };
  expect(simulationOf({ ...given, document: broken })).toBeNull();
});
