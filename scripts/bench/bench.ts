import { apiFigures } from './api.ts';
import { entitlementFigures } from './entitlements.ts';
import { fairnessFigures } from './fairness.ts';
import { fiveFlow, order, orderFlow } from './flows.ts';
import { languageFigures } from './language.ts';
import { type LoadResult, load } from './load.ts';
import { type Product, startBaseline, startProduct, startStub } from './servers.ts';
import { subscriptionFigures } from './subscriptions.ts';

const SECONDS = Number(process.argv.find((one) => one.startsWith('--seconds='))?.slice(10) ?? 8);
const CALLERS = [1, 10, 50];

const line = (what: string, ...cells: string[]): void =>
  console.log(what.padEnd(34) + cells.map((cell) => cell.padStart(16)).join(''));
const rate = ({ perSecond, medianMs, failed }: LoadResult): string =>
  `${perSecond.toFixed(1)}/s ${medianMs.toFixed(1)} ms${failed ? ` ✗${failed}` : ''}`;
const ratio = (a: number, b: number): string => (a / b).toFixed(2);

/** Creates and publishes; gives nothing, for its path is known. */
async function deploy({ url, apiKey }: Product, definition: object): Promise<void> {
  const call = async (path: string, body: object): Promise<{ id: string }> => {
    const answer = await fetch(url + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as { id: string };
  };
  const { id } = await call('/v1/flows', { definition });
  await call(`/v1/flows/${id}/publish`, {});
}

async function compare(what: string, trama: string, plain: string, eager: string): Promise<void> {
  for (const callers of CALLERS) {
    const options = { callers, seconds: SECONDS, body: order };
    const byHand = await load(plain, options);
    const byHandEager = await load(eager, options);
    const ours = await load(trama, options);
    line(`${what}, ${callers} callers`, rate(byHand), rate(byHandEager), rate(ours));
    line(
      '  Trama ÷ by hand: rate, median',
      `${ratio(ours.perSecond, byHand.perSecond)}, ${ratio(ours.medianMs, byHand.medianMs)}`,
      `${ratio(ours.perSecond, byHandEager.perSecond)}, ${ratio(ours.medianMs, byHandEager.medianMs)}`,
    );
  }
}

/** `-- --fairness=10000`: one tenant beside another with so many queued actions. */
async function fairness(queued: number): Promise<void> {
  const stub = await startStub();
  const product = await startProduct(stub.host);
  try {
    const { left, aloneMs, besideMs } = await fairnessFigures(product, stub, queued);
    line(`beside ${queued} queued actions`, 'alone', 'beside', 'still queued');
    line('a run with one action, median', `${aloneMs.toFixed(0)} ms`, `${besideMs.toFixed(0)} ms`, String(left));
    line('  beside ÷ alone', ratio(besideMs, aloneMs), '(≤ 2)');
  } finally {
    await product.stop();
    stub.close();
  }
}

/** `-- --api`: reads of the API alone, against the same by hand; sign-in, against its hash. */
async function reads(): Promise<void> {
  line(`API alone, 16 callers`, 'by hand', 'Trama', 'p95', 'ratio (≤ 2)');
  const figures = await apiFigures(SECONDS);
  for (const { what, byHand, ours } of figures.reads)
    line(what, rate(byHand), rate(ours), `${ours.p95Ms.toFixed(1)} ms`, ratio(byHand.perSecond, ours.perSecond));
  line('20 people at once', 'hash alone', 'sign-in', '(p99 < 300 ms)');
  const { hash, signIn } = figures.people;
  line('median', `${hash.medianMs.toFixed(0)} ms`, `${signIn.medianMs.toFixed(0)} ms`);
  line(
    'p99',
    `${hash.p99Ms.toFixed(0)} ms`,
    `${signIn.p99Ms.toFixed(0)} ms${signIn.failed ? ` ✗${signIn.failed}` : ''}`,
  );
}

/** `-- --entitlements`: what asking, counting and admitting by a plan cost. */
async function entitlements(): Promise<void> {
  line('16 hands, 50 tenants', 'by hand', 'ours', 'p95', 'by hand ÷ ours');
  for (const { byHand, ours } of await entitlementFigures(SECONDS)) {
    const cell = (one: typeof ours): string => `${Math.round(one.perSecond)}/s`;
    line(`${byHand.what} · ${ours.what}`, '');
    line('', cell(byHand), cell(ours), `${ours.p95Ms.toFixed(3)} ms`, ratio(byHand.perSecond, ours.perSecond));
  }
  line('wanted of a check', '', '≥ 5000/s', '< 2 ms');
}

/** `-- --subscriptions=2000`: so many lifecycles at once, whose trials end at the same instant. */
async function subscriptions(open: number): Promise<void> {
  const figures = await subscriptionFigures(open);
  const { openS, heardS, halfS, allS, events, histories, historyBytes, databaseBytes, rows, nodeMb, serversMb } =
    figures;
  const seconds = (s: number): string => `${s.toFixed(1)} s`;
  const perSecond = (s: number): string => `${(open / s).toFixed(1)}/s`;
  line(`${open} subscriptions`, 'all after', 'rate');
  line('opened', seconds(openS), perSecond(openS));
  line('an event for each', seconds(heardS), perSecond(heardS));
  line('all trials end at once: half', seconds(halfS), perSecond(2 * halfS));
  line('all trials end at once: all', seconds(allS), perSecond(allS));
  line('a subscription', 'events', 'histories', 'history', 'PostgreSQL');
  const kib = (bytes: number): string => `${(bytes / 1_024).toFixed(1)} KiB`;
  line('', events.toFixed(1), histories.toFixed(1), kib(historyBytes), kib(databaseBytes));
  line('memory, MB', 'before', 'all open', 'all ended');
  line('Node', ...nodeMb.map((mb) => mb.toFixed(0)));
  line('Temporal and PostgreSQL', ...serversMb.map((mb) => mb.toFixed(0)));
  for (const [table, n] of Object.entries(rows)) line(`rows of ${table}`, String(n));
}

async function main(): Promise<void> {
  const open = process.argv.find((one) => /^--subscriptions(=|$)/.test(one));
  if (open !== undefined) return await subscriptions(Number(open.split('=')[1] ?? 2_000));
  if (process.argv.includes('--entitlements')) return await entitlements();
  if (process.argv.includes('--api')) return await reads();
  const queued = process.argv.find((one) => one.startsWith('--fairness='))?.slice('--fairness='.length);
  if (queued !== undefined) return await fairness(Number(queued));
  const language = languageFigures();
  line('language alone', 'measured', 'wanted');
  line('node visits', `${Math.round(language.visitsPerSecond)}/s`, '≥ 200000/s');
  line('expression of two comparisons', `${Math.round(language.expressionsPerSecond)}/s`, '≥ 1000000/s');
  line('compiling 1,000 nodes', `${language.compileMs.toFixed(1)} ms`, '< 50 ms');
  line('checking after one edit', `${language.recheckMs.toFixed(1)} ms`, '< 10 ms');
  if (process.argv.includes('--language')) return;
  const stub = await startStub();
  const product = await startProduct(stub.host);
  const baseline = await startBaseline(product, stub.url);
  try {
    await deploy(product, orderFlow(stub.url, 'atEnd'));
    await deploy(product, orderFlow(stub.url, 'immediately'));
    await deploy(product, fiveFlow(stub.url));
    const hook = `${product.url}/hooks/demo/`;
    console.log();
    line('', 'by hand', 'by hand, eager', 'Trama');
    await compare('webhook → HTTP → respond', `${hook}bench-atEnd`, `${baseline.url}/plain`, `${baseline.url}/eager`);
    await compare(
      'five HTTP in a row',
      `${hook}bench-five`,
      `${baseline.url}/five-plain`,
      `${baseline.url}/five-eager`,
    );
    const accept = { callers: 1, seconds: SECONDS, body: order };
    const byHand = await load(`${baseline.url}/accept`, accept);
    const ours = await load(`${hook}bench-immediately`, accept);
    line('accepted trigger (202), 1 caller', rate(byHand), '', rate(ours));
    line('  Trama ÷ commit + start: median', ratio(ours.medianMs, byHand.medianMs), '(≤ 1.5)');
  } finally {
    await baseline.stop();
    await product.stop();
    stub.close();
  }
}

await main();
