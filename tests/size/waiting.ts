import { setTimeout as sleep } from 'node:timers/promises';
import type { Figure } from './figure.ts';
import { type Memory, shown } from './memory.ts';
import type { World } from './world.ts';

const AT_ONCE = 50;
const day = { timeout: 'P1D' };

/** As many actions in a row, after the wait that nobody ends. */
function longFlow(actions: number): { nodes: unknown[]; edges: unknown[] } {
  const nodes: { id: string; [more: string]: unknown }[] = [{ id: 'w', type: 'wait', config: { for: 'P1D' } }];
  for (let n = 1; n <= actions; n++) {
    const config = {
      method: 'POST',
      url: `https://loja.example/pedidos/${n}`,
      body: { id: `{{ trigger.data.id + ${n} }}` },
    };
    nodes.push({ id: `a${n}`, type: 'http.request', label: `Avisa ${n}`, config });
  }
  return { nodes, edges: nodes.map(({ id }, i) => ({ from: nodes[i - 1]?.id ?? 'trigger', to: id })) };
}

/** Each waits for a day, in the way that its name says. */
const WAITS: Record<string, { nodes: unknown[]; edges: unknown[] }> = {
  timer: {
    nodes: [{ id: 'w', type: 'wait', config: { for: 'P1D' } }],
    edges: [{ from: 'trigger', to: 'w' }],
  },
  event: {
    nodes: [
      { id: 'pedido', type: 'set', config: { values: { id: '{{ trigger.data.id }}' } } },
      {
        id: 'w',
        type: 'waitForEvent',
        config: { events: [{ port: 'pago', name: 'pagamento', key: '{{ string(steps.pedido.id) }}' }], ...day },
      },
    ],
    edges: [
      { from: 'trigger', to: 'pedido' },
      { from: 'pedido', to: 'w' },
    ],
  },
  approval: {
    nodes: [{ id: 'w', type: 'approval', config: { title: 'Pode enviar?', ...day } }],
    edges: [{ from: 'trigger', to: 'w' }],
  },
  'with 30 actions ahead': longFlow(30),
  'with 300 actions ahead': longFlow(300),
};

/** A run's row says that it waits. */
const isWaiting = async (world: World, run: string): Promise<true | null> =>
  (await world.call('GET', `/v1/runs/${run}`)).status === 'waiting' || null;

/** What the history of a run that waits is made of, and what many of them cost the processes. */
export async function waiting(world: World, { runs }: { runs: number }): Promise<Figure[]> {
  const figures: Figure[] = [];
  const flows: string[] = [];
  for (const [name, wait] of Object.entries(WAITS)) {
    const flow = await world.deploy({ language: 'trama/1', name, trigger: { type: 'api', config: {} }, ...wait });
    flows.push(flow);
    const run = await world.start(flow, { id: 1 });
    await world.until(() => isWaiting(world, run), `${run} waits`, 20_000);
    // The last workflow task ends a moment after the row was written.
    await sleep(500);
    const { events, bytes, kinds } = await world.historyOf(await world.workflowIdOf(run));
    figures.push({
      what: `a run that waits: ${name}`,
      is: `${events} events, ${bytes} bytes`,
      ok: events <= 14 && bytes <= 10_240,
      more: kinds,
    });
  }
  return [...figures, ...(await many(world, flows[0] ?? '', runs))];
}

const QUARTERS = 4;

/** Starts runs that wait, and looks at the processes after each quarter of them. */
async function many(world: World, flow: string, runs: number): Promise<Figure[]> {
  const looks: Memory[] = [world.memory];
  const began = Date.now();
  for (let quarter = 1; quarter <= QUARTERS; quarter++) {
    const last = await startSome(world, flow, Math.floor(runs / QUARTERS));
    await world.until(() => isWaiting(world, last), 'the last one waits', 600_000);
    await sleep(Math.min(3_000, 2 * runs));
    looks.push(world.memory);
  }
  const seconds = (Date.now() - began) / 1000;
  return [
    { what: `${runs} runs that wait for a day`, is: `accepted and waiting in ${seconds.toFixed(1)} s`, ok: true },
    ...looks.map((look, i) => ({ what: `  memory with ${(i * runs) / QUARTERS} of them`, is: shown(look), ok: true })),
  ];
}

async function startSome(world: World, flow: string, count: number): Promise<string> {
  let last = '';
  for (let i = 0; i < count; i += AT_ONCE) {
    const batch = Array.from({ length: Math.min(AT_ONCE, count - i) }, (_, j) => world.start(flow, { id: i + j }));
    last = (await Promise.all(batch)).at(-1) ?? last;
  }
  return last;
}
