import { Trama, TramaError, verifyWebhook } from '#sdk/index.ts';

/** What both languages are given. */
export interface Task {
  url: string;
  key: string;
  /** Tells what one language makes from what the other one does. */
  name: string;
  flow: string;
  waitingFlow: string;
  table: string;
  hook: { tenant: string; path: string };
  messages: { secrets: string[]; headers: Record<string, string>; body: string }[];
}

/** What both have to say the same of. Strings that are of one call alone (ids, times) are left out. */
export type Report = Record<string, unknown>;

const failure = async (work: () => PromiseLike<unknown>): Promise<unknown> => {
  try {
    await work();
    return 'no error';
  } catch (error) {
    if (!(error instanceof TramaError)) throw error;
    const { name, code, status, title, message, faults, details, retryAfter, traceId } = error;
    return { name, code, status, title, message, faults, details, retryAfter, traced: traceId !== null };
  }
};

const missing = 'run_00000000000000000000000000000000';

async function errors({ url, key }: Task): Promise<Report> {
  const trama = new Trama({ baseUrl: url, apiKey: key, language: 'en' });
  const gone = new Trama({ baseUrl: 'http://127.0.0.1:1', apiKey: key, retries: 0 });
  return {
    notFound: await failure(() => trama.runs.get(missing)),
    notFoundPt: await failure(() => trama.runs.get(missing, { language: 'pt-BR' })),
    invalid: await failure(() => trama.tables.create({ name: '', columns: [] })),
    unauthorized: await failure(() => new Trama({ baseUrl: url, apiKey: 'trm_wrong', language: 'en' }).me.get()),
    stale: await failure(() => trama.tenant.update({ name: 'x' }, { ifMatch: '"0"' })),
    noAnswer: ((await failure(() => gone.me.get())) as { code: string }).code,
  };
}

async function repeats({ url, key, name, flow }: Task): Promise<Report> {
  const trama = new Trama({ baseUrl: url, apiKey: key, language: 'en' });
  const fault = (what: string) => ({ headers: { 'x-fault': `${what} ${name}` } });
  const [cut, busy, limited, once] = await Promise.all([
    trama.runs.start(flow, { data: { name } }, fault('cut')),
    trama.flows.get(flow, fault('busy')),
    trama.flows.get(flow, fault('limited')),
    failure(() => trama.flows.update(flow, { folder: null }, fault('busy patch'))),
  ]);
  const tokens = new Trama({ baseUrl: url, apiKey: key, tokens: { scope: 'flows:read' } });
  const expired = await tokens.flows.get(flow, fault('expired'));
  const beyond = await failure(() =>
    new Trama({ baseUrl: url, apiKey: key, tokens: { scope: 'flows:read' }, language: 'en' }).runs.get(missing),
  );
  return {
    cut: cut.id.startsWith('run_'),
    same: [busy.id, limited.id, expired.id].every((id) => id === flow),
    once,
    beyond: (beyond as { code: string }).code,
  };
}

async function lists({ url, key, table }: Task): Promise<Report> {
  const trama = new Trama({ baseUrl: url, apiKey: key });
  const where = [{ column: 'n', operator: 'gt', value: 1 }];
  const of = () => trama.tables.listRows(table, { limit: 2, where });
  const all: unknown[] = [];
  for await (const row of of()) all.push(row.values.n);
  const sizes: number[] = [];
  for await (const page of of().pages()) sizes.push(page.data.length);
  const first = await of();
  const rowId = first.data[0]?.id ?? '';
  let etag = '';
  const row = await trama.tables.getRow(table, rowId, {
    onAnswer: ({ headers }) => (etag = headers.get('ETag') ?? ''),
  });
  return {
    all,
    sizes,
    first: first.data.length,
    goesOn: first.nextCursor !== null,
    taken: (await of().take(3)).length,
    tagged: etag === `"${row.version}"`,
  };
}

async function runs({ url, key, name, flow, waitingFlow, hook }: Task): Promise<Report> {
  const trama = new Trama({ baseUrl: url, apiKey: key });
  const ended = await trama.run(flow, { data: { name } }, { withinMs: 60_000 });
  const waiting = await trama.runs.start(waitingFlow, { data: {} });
  const late = await failure(() => trama.waitForRun(waiting.id, { withinMs: 200 }));
  const seen: string[] = [];
  for await (const { event, data } of trama.runs.stream(waiting.id, { headers: { 'x-fault': `torn ${name}` } })) {
    const { node, status } = data as { node?: string; status?: string };
    if (event === 'step' && node === 'e' && status === 'waiting')
      await trama.runs.sendEvent(waiting.id, { name: 'vai', data: {} });
    if (event === 'step' && status === 'succeeded') seen.push(String(node));
    if (event === 'end') seen.push(`end ${status}`);
  }
  const answer = await trama.hook(hook.tenant, hook.path, { body: { name: 'Ana' } });
  return {
    ended: { status: ended.status, output: ended.output },
    late: (late as { code: string }).code,
    // A step may be told of again where the line broke.
    seen: [...new Set(seen)],
    hook: { status: answer.status, body: answer.body },
  };
}

async function files({ url, key, table }: Task): Promise<Report> {
  const trama = new Trama({ baseUrl: url, apiKey: key });
  const content = new TextEncoder().encode('olá\n'.repeat(50_000));
  const stream = new Blob([content]).stream() as ReadableStream<Uint8Array>;
  const kept = await trama.files.upload(stream, { name: 'olá.txt', type: 'text/plain' });
  const answer = await trama.files.download(kept.file);
  let bytes = 0;
  for (const reader = answer.body?.getReader(); reader; ) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes += value.length;
  }
  const csv = await (await trama.tables.exportRows(table)).text();
  return { kept, bytes, type: answer.headers.get('content-type'), csv: csv.split('\n').length };
}

const webhooks = async ({ messages }: Task): Promise<Report> => {
  const checked: unknown[] = [];
  for (const { secrets, headers, body } of messages)
    checked.push(
      await failure(() => verifyWebhook(secrets, headers, body).then(({ type }) => checked.push(type))),
      await failure(() => verifyWebhook(secrets, headers, `${body} `)),
      await failure(() => verifyWebhook(secrets, headers, body, { nowMs: Date.now() + 400_000 })),
      await failure(() => verifyWebhook([`whsec_${btoa('x'.repeat(24))}`], headers, body)),
    );
  return { checked };
};

/** All that is seen of an SDK, in the words of `scenario.py`. */
export async function scenario(task: Task): Promise<Report> {
  const [errorsSeen, repeatsSeen, listsSeen, runsSeen, filesSeen, webhooksSeen] = await Promise.all([
    errors(task),
    repeats(task),
    lists(task),
    runs(task),
    files(task),
    webhooks(task),
  ]);
  return {
    errors: errorsSeen,
    repeats: repeatsSeen,
    lists: listsSeen,
    runs: runsSeen,
    files: filesSeen,
    webhooks: webhooksSeen,
  };
}
