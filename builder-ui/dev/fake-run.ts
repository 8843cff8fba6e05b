import type { FlowDocument, FlowNode } from '#flow/document.ts';
import type { PathStep, TraceStatus } from '#flow/machine/protocol.ts';
import type { Run, Step } from '../api-types.ts';
import { isContainer, parsePort } from '../document/ports.ts';
import { leadsTo } from '../document/reach.ts';

/** A run that plays a made-up trace in time; what it does has nothing to do with what the engine would. */
export interface FakeRun {
  run: Run;
  steps: Step[];
  listeners: Set<(event: string, data: unknown) => void>;
}

const PAUSE_MS = 350;
const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));
const now = () => new Date().toISOString();

/** A run with the ways to change it that its listeners hear of. */
class Player {
  readonly fake: FakeRun;
  readonly document: FlowDocument;

  constructor(fake: FakeRun, document: FlowDocument) {
    this.fake = fake;
    this.document = document;
  }

  tell(event: string, data: unknown): void {
    for (const listener of this.fake.listeners) listener(event, data);
  }

  set(change: Partial<Run>): void {
    this.tell('run', Object.assign(this.fake.run, change));
  }

  begin(node: string, path: PathStep[], status: TraceStatus): Step {
    const skipped = status === 'skipped';
    const times = skipped ? { startedAt: null, endedAt: now() } : { startedAt: now(), endedAt: null };
    const values = { port: null, input: { pedido: 42 }, output: null, error: null };
    const n = this.fake.steps.length + 1;
    const step: Step = { n, node, path, status, ...times, attempts: skipped ? 0 : 1, ...values };
    this.fake.steps.push(step);
    this.tell('step', step);
    return step;
  }

  change(step: Step, change: Partial<Step>): void {
    this.tell('step', Object.assign(step, change));
  }

  /** Whether some edge into the node is live, in the round of `path`. */
  isReached(node: FlowNode, path: PathStep[]): boolean {
    const round = path.at(-1)?.index;
    return this.document.edges
      .filter((edge) => edge.to === node.id)
      .map((edge) => parsePort(edge.from))
      .some(({ node: from, port }) => {
        if (from === 'trigger' || port === 'each') return true;
        const left = (step: Step) => step.node === from && step.port === port;
        return this.fake.steps.some((step) => left(step) && step.path.at(-1)?.index === round);
      });
  }
}

export async function play(fake: FakeRun, document: FlowDocument): Promise<void> {
  const player = new Player(fake, document);
  player.set({ status: 'running', startedAt: now() });
  await playScope(player, undefined, []);
  player.set({ status: 'succeeded', endedAt: now(), output: { total: 12_000 } });
  player.tell('end', { status: fake.run.status });
}

async function playScope(player: Player, parent: string | undefined, path: PathStep[]): Promise<void> {
  const nodes = player.document.nodes
    .filter((node) => node.parent === parent)
    .toSorted((a, b) => (leadsTo(player.document.edges, a.id, b.id) ? -1 : 1));
  for (const node of nodes) {
    if (player.isReached(node, path)) await playNode(player, node, path);
    else player.begin(node.id, path, 'skipped');
  }
}

async function playNode(player: Player, node: FlowNode, path: PathStep[]): Promise<void> {
  const step = player.begin(node.id, path, 'running');
  await wait(PAUSE_MS);
  if (isContainer(node.type)) {
    for (let index = 0; index < 4; index++) await playScope(player, node.id, [...path, { container: node.id, index }]);
  }
  if (node.type === 'approval') await playWait(player, step);
  const failed = node.type === 'http.request' && path.at(-1)?.index === 2;
  const error = { code: 'http_422', message: 'O ERP recusou a chamada (422)', node: node.id, attempts: 3 };
  const port = node.type === 'if' ? 'true' : node.type === 'approval' ? 'approved' : 'out';
  if (failed) player.change(step, { status: 'failed', endedAt: now(), port: 'error', error, attempts: 3 });
  else player.change(step, { status: 'succeeded', endedAt: now(), port, output: { ok: true, node: node.id } });
}

async function playWait(player: Player, step: Step): Promise<void> {
  const reason = 'Aprovação do dono';
  const until = new Date(Date.now() + 86_400_000).toISOString();
  player.change(step, { status: 'waiting', reason });
  player.set({ status: 'waiting', waitingFor: [{ node: step.node, kind: 'approval', since: now(), until, reason }] });
  await wait(4000);
  player.set({ status: 'running', waitingFor: [] });
}
