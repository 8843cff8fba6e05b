import { type ApiFixture, deploy, smallFlow } from '#tests/integration/api/api-fixture.ts';
import type { Side } from './crawl.ts';

/** Longer than the streams take to tell: they look again when something changed. */
const LISTENS_MS = 2_000;

interface Stream {
  text: string;
  close: () => Promise<void>;
}

async function listen({ url }: ApiFixture, headers: Record<string, string>, path: string): Promise<Stream> {
  const stop = new AbortController();
  const answer = await fetch(url + path, { headers, signal: stop.signal });
  if (answer.status !== 200) throw new Error(`listening: ${path} ${answer.status} ${await answer.text()}`);
  const stream = { text: '', close: async () => {} };
  const reading = (async () => {
    for await (const chunk of answer.body ?? []) stream.text += Buffer.from(chunk as Uint8Array).toString('utf8');
  })().catch(() => undefined);
  stream.close = async () => {
    stop.abort();
    await reading;
  };
  return stream;
}

/** The first of a tenant's own flows and runs, as it is told of them. */
async function ownThings({ account }: Side): Promise<{ flow: string; run: string }> {
  const [flows, runs] = await Promise.all([account.call('GET', '/v1/flows'), account.call('GET', '/v1/runs')]);
  return { flow: flows.body.data[0].id, run: runs.body.data[0].id };
}

/**
 * Both listen to all that they may while the victim works.
 * @returns what the victim said, what was heard of it by itself (or the attack proves nothing), and by the attacker
 */
export async function overhear(
  fixture: ApiFixture,
  attacker: Side,
  victim: Side,
): Promise<{ said: string[]; heardByVictim: string; heardByAttacker: string }> {
  const streamsOf = async (side: Side) => {
    const { flow, run } = await ownThings(side);
    const paths = ['/v1/runs/stream', `/v1/runs/${run}/stream`, `/v1/flows/${flow}/stream`];
    const listening = side.credentials.flatMap(({ headers }) => paths.map((path) => listen(fixture, headers, path)));
    return await Promise.all(listening);
  };
  const [theirs, ours] = [await streamsOf(attacker), await streamsOf(victim)];
  const { account } = victim;
  const name = `segredo-${victim.tenantUuid.slice(0, 8)}`;
  const flow = await deploy(account, smallFlow({ name }));
  const started = await account.call('POST', `/v1/flows/${flow}/runs`, { data: { secret: name } });
  const run: string = started.body.id;
  await fixture.end(account, run, { output: { secret: name } });
  const said = [flow, run];
  for (const end = Date.now() + LISTENS_MS; Date.now() < end; ) {
    fixture.dispatch.changed();
    await new Promise((done) => setTimeout(done, 100));
    if (ours.some(({ text }) => text.includes(run))) break;
  }
  await new Promise((done) => setTimeout(done, 200));
  await Promise.all([...theirs, ...ours].map((stream) => stream.close()));
  const all = (streams: Stream[]) => streams.map(({ text }) => text).join('\n');
  return { said, heardByVictim: all(ours), heardByAttacker: all(theirs) };
}
