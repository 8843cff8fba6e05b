import type { FlowDocument } from '#flow/document.ts';
import type { PathStep, TraceStatus } from '#flow/machine/protocol.ts';
import type { Run, Step } from '../api-types.ts';
import { leadsTo } from '../document/connect.ts';
import { isContainer, parsePort } from '../document/ports.ts';

/** A run that plays a made-up trace in time; what it does has nothing to do with what the engine would. */
export interface FakeRun {
  run: Run;
  steps: Step[];
  listeners: Set<(event: string, data: unknown) => void>;
}

const PAUSE_MS = 350;
const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));
const now = () => new Date().toISOString();

export async function play(fake: FakeRun, document: FlowDocument): Promise<void> {
  const { run } = fake;
  const tell = (event: string, data: unknown) => {
    for (const listener of fake.listeners) listener(event, data);
  };
  const set = (change: Partial<Run>) => tell('run', Object.assign(run, change));
  const begin = (node: string, path: PathStep[], status: TraceStatus): Step => {
    const step: Step = {
      n: fake.steps.length + 1,
      node,
      path,
      status,
      startedAt: status === 'skipped' ? null : now(),
      endedAt: status === 'skipped' ? now() : null,
      attempts: status === 'skipped' ? 0 : 1,
      port: null,
      input: { pedido: 42 },
      output: null,
      error: null,
    };
    fake.steps.push(step);
    tell('step', step);
    return step;
  };
  const end = (step: Step, port: string, change: Partial<Step> = {}) =>
    tell(
      'step',
      Object.assign(step, { status: 'succeeded', endedAt: now(), port, output: { ok: true, node: step.node } }, change),
    );
  const scope = async (parent: string | undefined, path: PathStep[]): Promise<void> => {
    const nodes = document.nodes
      .filter((node) => node.parent === parent)
      .sort((a, b) => (leadsTo(document.edges, a.id, b.id) ? -1 : 1));
    for (const node of nodes) {
      const into = document.edges.filter((edge) => edge.to === node.id).map((edge) => parsePort(edge.from));
      const isLive = into.some(
        ({ node: from, port }) =>
          from === 'trigger' ||
          port === 'each' ||
          fake.steps.some(
            (step) =>
              step.node === from &&
              step.port === port &&
              step.path.length === path.length &&
              step.path.at(-1)?.index === path.at(-1)?.index,
          ),
      );
      if (!isLive) {
        begin(node.id, path, 'skipped');
        continue;
      }
      const step = begin(node.id, path, 'running');
      await wait(PAUSE_MS);
      if (isContainer(node.type))
        for (let i = 0; i < 4; i++) await scope(node.id, [...path, { container: node.id, index: i }]);
      if (node.type === 'approval') {
        tell('step', Object.assign(step, { status: 'waiting', reason: 'Aprovação do dono' }));
        set({
          status: 'waiting',
          waitingFor: [
            {
              node: node.id,
              kind: 'approval',
              since: now(),
              until: new Date(Date.now() + 86_400_000).toISOString(),
              reason: 'Aprovação do dono',
            },
          ],
        });
        await wait(4000);
        set({ status: 'running', waitingFor: [] });
      }
      const fails = node.type === 'http.request' && path.at(-1)?.index === 2;
      const error = { code: 'http_422', message: 'O ERP recusou a chamada (422)', node: node.id, attempts: 3 };
      if (fails) end(step, 'error', { status: 'failed', output: null, error, attempts: 3 });
      else end(step, node.type === 'if' ? 'true' : node.type === 'approval' ? 'approved' : 'out');
    }
  };
  set({ status: 'running', startedAt: now() });
  await scope(undefined, []);
  set({ status: 'succeeded', endedAt: now(), output: { total: 12_000 } });
  tell('end', { status: run.status });
}
