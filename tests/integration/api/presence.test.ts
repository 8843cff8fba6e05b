import { expect, test } from 'vitest';
import { type Account, smallFlow, twoAccounts } from './api-fixture.ts';

const { fixture, one, other } = await twoAccounts();

const make = async (): Promise<{ id: string; etag: string }> => {
  const { body, headers } = await one.call('POST', '/v1/flows', { definition: smallFlow() });
  return { id: body.id, etag: headers.get('etag') ?? '' };
};
const be = (id: string, body: object, who: Account = one) => who.call('POST', `/v1/flows/${id}/presence`, body);

/** Events of a flow's stream, one line each, until as many as are asked for came. */
async function heard(id: string, until: number, meanwhile: (soFar: number) => Promise<unknown>): Promise<string[]> {
  const stop = new AbortController();
  const answer = await fetch(`${fixture.url}/v1/flows/${id}/stream`, {
    headers: { Authorization: `Bearer ${one.key}` },
    signal: stop.signal,
  });
  const lines: string[] = [];
  let text = '';
  let event = '';
  for await (const piece of answer.body ?? []) {
    text += new TextDecoder().decode(piece);
    const rows = text.split('\n');
    text = rows.pop() ?? '';
    for (const row of rows) {
      if (row.startsWith('event:')) event = row.slice(6).trim();
      if (!row.startsWith('data:') || event === '') continue;
      lines.push(`${event} ${JSON.stringify(JSON.parse(row.slice(5)))}`);
      await meanwhile(lines.length);
      fixture.dispatch.changed();
    }
    if (lines.length >= until) break;
  }
  stop.abort();
  return lines;
}

test('who has a flow open, and that its draft was saved, is told to all who look at it', async () => {
  const { id, etag } = await make();
  await be(id, { client: 'p1', node: 'a' });
  const name = expect.any(String);
  const lines = await heard(id, 5, async (soFar) => {
    if (soFar === 2) await be(id, { client: 'p2' });
    if (soFar === 3)
      await one.call('PUT', `/v1/flows/${id}/draft`, { definition: smallFlow({ name: 'Novo' }) }, { 'If-Match': etag });
    if (soFar === 4) await be(id, { client: 'p1', leaving: true });
  });
  const events = lines.map((line) => [line.split(' ')[0], JSON.parse(line.slice(line.indexOf(' ')))]);
  const p1 = { client: 'p1', name, node: 'a', you: true };
  const p2 = { client: 'p2', name, node: null, you: true };
  expect(events).toEqual([
    ['presence', { editors: [p1] }],
    ['draft', { revision: 1, by: null }],
    ['presence', { editors: [p1, p2] }],
    ['draft', { revision: 2, by: { name, you: true } }],
    ['presence', { editors: [p2] }],
  ]);
});

test('a page that is not heard of for thirty seconds is gone', async () => {
  const { id } = await make();
  await be(id, { client: 'alt' });
  await fixture.data.database.withTenant(
    one.tenantId,
    (db) =>
      db.sql`update flow_editors set seen_at = now() - interval '31 seconds' where client = 'alt' returning 1 as n`,
  );
  expect(await heard(id, 2, async () => {})).toEqual(['presence {"editors":[]}', 'draft {"revision":1,"by":null}']);
});

test('nobody of another tenant is there, looks, or can tell that the flow exists', async () => {
  const { id } = await make();
  expect((await be(id, { client: 'x' }, other)).status).toBe(404);
  expect((await other.call('GET', `/v1/flows/${id}/stream`)).status).toBe(404);
  expect((await be(id, { client: '' })).status).toBe(422);
});
