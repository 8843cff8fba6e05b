import { spawn } from 'node:child_process';
import { type LoadResult, load } from './load.ts';
import { freePort, type Product, startProduct, stop } from './servers.ts';
import { type PeopleFigures, signInFigures } from './sign-in.ts';

export interface ReadFigure {
  what: string;
  byHand: LoadResult;
  ours: LoadResult;
}

const CALLERS = 16;

/** A server that does the same reads by hand, on the product's database, in a process of its own. */
async function startReader({ databaseUrl, data }: Product): Promise<{ url: string; stop(): Promise<void> }> {
  const port = await freePort();
  const args = ['--import', 'tsx', 'scripts/bench/read-server.ts', databaseUrl, String(port), data];
  const child = spawn('node', args, { detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise<void>((done, failed) => {
    child.stdout?.on('data', (text: Buffer) => text.includes('ready') && done());
    child.on('exit', () => failed(new Error('the reader did not start')));
  });
  return { url: `http://127.0.0.1:${port}`, stop: () => stop(child) };
}

async function makeFlow({ url, apiKey }: Product): Promise<string> {
  const answer = await fetch(`${url}/v1/flows`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      definition: {
        ...{ language: 'trama/1', name: 'Bench', trigger: { type: 'api', config: {} } },
        nodes: [{ id: 'a', type: 'set', config: { values: { n: '1' } } }],
        edges: [{ from: 'trigger', to: 'a' }],
      },
    }),
  });
  return ((await answer.json()) as { id: string }).id;
}

const uuid = (id: string): string => id.slice(4).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

const ROUNDS = 4;

const mean = (parts: readonly LoadResult[]): LoadResult => {
  const of = (read: (part: LoadResult) => number): number => parts.reduce((sum, part) => sum + read(part), 0);
  return {
    perSecond: of(({ perSecond }) => perSecond) / parts.length,
    medianMs: of(({ medianMs }) => medianMs) / parts.length,
    p95Ms: of(({ p95Ms }) => p95Ms) / parts.length,
    failed: of(({ failed }) => failed),
  };
};

/**
 * Authenticated reads by key, and sign-ins. By hand and ours take turns of a quarter of the time, so that what else the machine
 * does falls on both; what the first calls of each cost, before anything is compiled, is not counted.
 */
export async function apiFigures(seconds: number): Promise<{ reads: ReadFigure[]; people: PeopleFigures }> {
  const product = await startProduct('');
  try {
    return { reads: await readFigures(product, seconds), people: await signInFigures(product) };
  } finally {
    await product.stop();
  }
}

async function readFigures(product: Product, seconds: number): Promise<ReadFigure[]> {
  const reader = await startReader(product);
  const options = {
    callers: CALLERS,
    seconds: seconds / ROUNDS,
    method: 'GET',
    headers: { authorization: `Bearer ${product.apiKey}` },
  } as const;
  try {
    const flow = await makeFlow(product);
    const figures: ReadFigure[] = [];
    for (const [what, hand, trama] of [
      ['GET /v1/me by key', '/me', '/v1/me'],
      ['GET /v1/flows/{id} by key', `/flows/${uuid(flow)}`, `/v1/flows/${flow}`],
      ['  … and our handler alone', `/ours/flows/${flow}`, `/v1/flows/${flow}`],
    ] as const) {
      const [byHand, ours]: [LoadResult[], LoadResult[]] = [[], []];
      for (let round = 0; round <= ROUNDS; round++) {
        const parts = [await load(`${reader.url}${hand}`, options), await load(`${product.url}${trama}`, options)];
        if (round === 0) continue;
        byHand.push(...parts.slice(0, 1));
        ours.push(...parts.slice(1));
      }
      figures.push({ what, byHand: mean(byHand), ours: mean(ours) });
    }
    return figures;
  } finally {
    await reader.stop();
  }
}
