/** A node of a test's flow: its id is given by the map that it stands in. */
export interface TestNode {
  type: string;
  config?: Record<string, unknown>;
  [field: string]: unknown;
}

export interface TestFlow {
  name?: string;
  trigger?: { type: string; config?: Record<string, unknown> };
  nodes: Record<string, TestNode>;
  /** `trigger > a > b, a.error > c`. */
  edges: string;
  [field: string]: unknown;
}

const edgesOf = (text: string) =>
  text.split(',').flatMap((chain) => {
    const stops = chain.split('>').map((stop) => stop.trim());
    return stops.slice(1).map((stop, i) => ({ from: stops[i] ?? '', to: stop.split('.')[0] ?? '' }));
  });

/** A flow document, written short. In a chain a stop may name the port that it is left by: `trigger > a.true > b`. */
export const flowOf = ({ nodes, edges, trigger, ...rest }: TestFlow): Record<string, unknown> => ({
  language: 'trama/1',
  name: 'Conformidade',
  trigger: { config: {}, ...(trigger ?? { type: 'api' }) },
  nodes: Object.entries(nodes).map(([id, node]) => ({ config: {}, ...node, id })),
  edges: edgesOf(edges),
  ...rest,
});

export const set = (values: Record<string, unknown>, more: Record<string, unknown> = {}): TestNode => ({
  type: 'set',
  config: { values },
  ...more,
});
export const stop = (output: unknown): TestNode => ({ type: 'stop', config: { output } });
export const get = (url: string, more: Record<string, unknown> = {}): TestNode => ({
  type: 'http.request',
  config: { method: 'GET', url },
  ...more,
});
export const post = (url: string, body: unknown = {}, more: Record<string, unknown> = {}): TestNode => ({
  type: 'http.request',
  config: { method: 'POST', url, body },
  ...more,
});
export const wait = (time: string): TestNode => ({ type: 'wait', config: { for: time } });
export const once = { retry: { maxAttempts: 1 } };
/** Waits for the event of one name, on the port of the same name. */
export const waitFor = (name: string, more: Record<string, unknown> = {}, listening: Record<string, unknown> = {}) => ({
  type: 'waitForEvent',
  config: { events: [{ port: 'ok', name, ...listening }], ...more },
});
