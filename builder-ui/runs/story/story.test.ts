import { expect, test } from 'vitest';
import { coreTypes } from '#flow/core/core-types.ts';
import type { Run, Step } from '../../api-types.ts';
import { flowOf } from '../../document/testing.ts';
import { type StoryWorld, storyOf } from './story.ts';

const T = new Date(2026, 10, 21, 10, 40);
const at = (minute: number): string => new Date(T.getTime() + minute * 60_000).toISOString();
const step = (n: number, node: string, from: number, to: number | null, more: Partial<Step> = {}): Step => ({
  n,
  node,
  path: [],
  status: to === null ? 'waiting' : 'succeeded',
  startedAt: at(from),
  endedAt: to === null ? null : at(to),
  attempts: 1,
  port: to === null ? null : 'out',
  input: null,
  output: null,
  error: null,
  ...more,
});

const catalogue = new Map(coreTypes.map((type) => [type.type, type]));
const flow = flowOf([
  { id: 'soma', type: 'set', label: 'Somar' },
  { id: 'grande', type: 'if', label: 'É grande?' },
  { id: 'dono', type: 'approval', label: 'O dono aprova' },
  { id: 'pago', type: 'waitForEvent' },
  { id: 'itens', type: 'forEach', label: 'Cada item' },
  { id: 'erp', type: 'http.request', label: 'Reservar', connection: 'ERP loja', parent: 'itens' },
]);
const run = (more: Partial<Run>): Run => ({
  id: 'run_1',
  flowId: 'flw_1',
  flowVersion: 1,
  status: 'waiting',
  trigger: { type: 'webhook', data: {} },
  acceptedAt: at(0),
  startedAt: at(0),
  endedAt: null,
  output: null,
  error: null,
  ...more,
});
const tell = (steps: Step[], more: Partial<Run> = {}, world: Partial<StoryWorld> = {}) =>
  storyOf({
    run: run(more),
    steps,
    document: flow,
    catalogue,
    locale: 'pt-BR',
    now: T.getTime() + 20 * 60_000,
    portName: (port) => ({ true: 'sim', false: 'não' })[port] ?? port,
    ...world,
  });
const said = (...given: Parameters<typeof tell>) => tell(...given).map(({ text }) => text);

test('a run that waits for a person says for whom and since when', () => {
  const steps = [
    step(1, 'soma', 0, 0),
    step(2, 'grande', 0, 0, { port: 'true' }),
    step(3, 'dono', 2, null, { input: { title: 'Aprovar 42?', assignees: ['ana@oficina.example', 'owner'] } }),
    step(4, 'pago', 2, 2, { status: 'skipped' }),
  ];
  expect(said(steps)).toEqual([
    'Recebemos os dados às 10:40',
    'Somar',
    'É grande? sim',
    'Aguardando a aprovação de Ana ou quem é dono, desde 10:42',
  ]);
  expect(tell(steps).map(({ tone }) => tone)).toEqual(['start', 'quiet', 'done', 'wait']);
  expect(said(steps, {}, { locale: 'en' }).at(-1)).toBe('Waiting for the approval of Ana or the owner, since 10:42 AM');
});

test('who decided, with what words, and what came in time or did not', () => {
  const decided = step(1, 'dono', 2, 17, {
    port: 'rejected',
    output: { by: 'bia.reis@x.example', comment: 'Sem estoque' },
  });
  const late = step(2, 'pago', 17, 18, { port: 'timeout', input: { events: [{ name: 'pagamento.pago' }] } });
  const lines = tell([decided, late], { status: 'succeeded', endedAt: at(18) });
  expect(lines.map(({ text }) => text).slice(1)).toEqual([
    'Bia Reis recusou às 10:57, depois de 15 min 0 s',
    'O aviso pagamento.pago não chegou até 10:58',
    'Tudo certo: terminou às 10:58, em 18 min 0 s',
  ]);
  expect(lines[1]?.details).toEqual(['“Sem estoque”']);
});

test('a loop is one line, with the first of what failed in it; a failed run says why and what to do', () => {
  const inner = (n: number, index: number, failed: boolean) =>
    step(n, 'erp', 0, 1, {
      path: [{ container: 'itens', index }],
      ...(failed ? { status: 'failed' as const, port: null, error: { code: 'http_401', message: 'x' } } : {}),
    });
  const rounds = Array.from({ length: 12 }, (_, n) => inner(n + 2, n, n % 2 === 1));
  const lines = tell([step(1, 'itens', 0, 2), ...rounds], {
    status: 'failed',
    endedAt: at(3),
    error: { code: 'http_401', message: 'x', node: 'erp' },
  });
  expect(lines.map(({ text }) => text).slice(1)).toEqual([
    '“Cada item”: 12 itens',
    'No item 2: “Reservar” não deu certo',
    'No item 4: “Reservar” não deu certo',
    'No item 6: “Reservar” não deu certo',
    'E mais 3 que não deram certo',
    'Parou com um erro às 10:43, depois de 3 min 0 s',
  ]);
  expect(lines[1]?.details).toEqual(['6 não deram certo']);
  expect(lines[2]?.details.join(' ')).toContain('conexão “ERP loja”');
  expect(lines.at(-1)?.details).toEqual(['Renove a conexão e rode de novo a partir daqui.']);
  expect(new Set(lines.map(({ key }) => key)).size).toBe(lines.length);
});
