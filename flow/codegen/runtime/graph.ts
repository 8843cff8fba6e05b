import { CancellationScope } from '@temporalio/workflow';

/** How a step was left; null: by no port (it ended everything around it). */
type Port = string | null;

export interface Task {
  id: string;
  /** Ports that lead here, in the order in which they are written: `a` (its `out`), `a.true`, `start`. */
  after: string[];
  /** Runs at the first of them that is taken, and cancels what only leads here. */
  first?: boolean;
  /** Takes time. */
  run?(): Promise<Port>;
  /** Is over at once: nothing else begins in between. */
  now?(): Port;
}

type Status = 'open' | 'ready' | 'running' | 'done' | 'off';

interface Node extends Task {
  status: Status;
  pending: number;
  awaited: boolean;
  scope: CancellationScope | null;
  into: { port: string; to: Node }[];
  /** What a step that runs at the first of its edges makes needless. */
  needless: Node[];
}

const ready: (() => void)[] = [];
let draining = false;

/** What is ready starts in turn, over all graphs of the run. */
function soon(work: () => void): void {
  ready.push(work);
  if (draining) return;
  draining = true;
  try {
    for (let next = ready.shift(); next; next = ready.shift()) next();
  } finally {
    draining = false;
  }
}

/**
 * Runs steps that do not nest. Each starts as soon as all that leads to it is decided and one of them leads there; with
 * none it is skipped, and so is what hangs on it. The first failure cancels the rest, waits for it, and goes on.
 */
export function graph(tasks: Task[]): Promise<void> {
  return new Graph(tasks).run();
}

class Graph {
  readonly #nodes: Node[];
  readonly #edges: { to: Node; live: boolean }[] = [];
  readonly #starts: Node[] = [];
  #settling = false;
  #left: number;
  #thrown: { thrown: unknown } | undefined;
  #resolve: () => void = () => undefined;
  #reject: (thrown: unknown) => void = () => undefined;

  constructor(tasks: Task[]) {
    this.#nodes = tasks.map((task) => ({
      ...task,
      status: 'open',
      pending: task.after.length,
      awaited: false,
      scope: null,
      into: [],
      needless: [],
    }));
    this.#left = tasks.length;
    const byId = new Map(this.#nodes.map((node) => [node.id, node]));
    for (const node of this.#nodes) {
      for (const end of node.after) {
        const [from = '', port = 'out'] = end.split('.');
        if (from === 'start') this.#starts.push(node);
        else byId.get(from)?.into.push({ port, to: node });
      }
    }
    for (const node of this.#nodes) if (node.first) node.needless = leadingTo(node, this.#nodes);
  }

  run(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
      CancellationScope.current().cancelRequested.catch((thrown: unknown) => this.#end(thrown));
      soon(() => {
        this.#edges.push(...this.#starts.map((to) => ({ to, live: true })));
        this.#settle();
      });
      this.#finish();
    });
  }

  #settle(): void {
    if (this.#settling) return;
    this.#settling = true;
    for (let edge = this.#edges.shift(); edge; edge = this.#edges.shift()) this.#arrive(edge.to, edge.live);
    this.#settling = false;
  }

  #arrive(node: Node, live: boolean): void {
    node.pending -= 1;
    if (node.status !== 'open' || this.#thrown) return;
    node.awaited ||= live;
    if (node.first ? live : node.pending === 0 && node.awaited) {
      node.status = 'ready';
      soon(() => this.#start(node));
      for (const needless of node.needless) this.#cancel(needless);
    } else if (node.pending === 0) {
      node.status = 'off';
      this.#leave(node, null);
    }
  }

  #start(node: Node): void {
    if (node.status !== 'ready' || this.#thrown) return;
    node.status = 'running';
    const scope = new CancellationScope({ cancellable: true });
    node.scope = scope;
    try {
      if (node.now) this.#done(node, node.now());
      else
        this.#watch(
          node,
          scope.run(async () => (await node.run?.()) ?? null),
        );
    } catch (thrown) {
      this.#failed(node, thrown);
    }
  }

  #watch(node: Node, left: Promise<Port>): void {
    left.then(
      (port) => soon(() => this.#done(node, port)),
      (thrown: unknown) => soon(() => this.#failed(node, thrown)),
    );
  }

  #done(node: Node, port: Port): void {
    const cancelled = node.status === 'off';
    node.status = 'done';
    this.#leave(node, cancelled ? null : port);
  }

  #failed(node: Node, thrown: unknown): void {
    const cancelled = node.status === 'off';
    node.status = 'off';
    if (!cancelled) this.#end(thrown);
    this.#leave(node, null);
  }

  #leave(node: Node, port: Port): void {
    this.#left -= 1;
    for (const edge of node.into) this.#edges.push({ to: edge.to, live: edge.port === port });
    this.#settle();
    this.#finish();
  }

  #cancel(node: Node): void {
    if (node.status === 'running') {
      node.status = 'off';
      node.scope?.cancel();
    } else if (node.status === 'open' || node.status === 'ready') {
      node.status = 'off';
      this.#leave(node, null);
    }
  }

  /** The first cause counts: what runs is cancelled, what is undecided never runs. */
  #end(thrown: unknown): void {
    if (this.#thrown || this.#left === 0) return;
    this.#thrown = { thrown };
    for (const node of this.#nodes) this.#cancel(node);
  }

  #finish(): void {
    if (this.#left > 0) return;
    if (this.#thrown) this.#reject(this.#thrown.thrown);
    else this.#resolve();
  }
}

/** Steps from which each path ends in `first`. */
function leadingTo(first: Node, nodes: readonly Node[]): Node[] {
  const found = new Set<Node>([first]);
  for (let before = 0; before !== found.size; ) {
    before = found.size;
    for (const node of nodes) if (node.into.length > 0 && node.into.every(({ to }) => found.has(to))) found.add(node);
  }
  return nodes.filter((node) => node !== first && found.has(node));
}
