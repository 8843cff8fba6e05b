import { expect, test } from 'vitest';
import { closeApproval } from '#domain/approvals/close-approval.ts';
import { openApproval } from '#domain/approvals/open-approval.ts';
import type { ApprovalRequest } from '#flow/machine/protocol.ts';
import { askOf } from '../data/data-fixture.ts';
import { deploy, twoAccounts } from './api-fixture.ts';

const { fixture, one, other } = await twoAccounts();
let call = 0;

/** Opens an approval of a new run, as its worker would. */
async function ask(request: Partial<ApprovalRequest> = {}, expiresAt: number | null = null) {
  const flow = await deploy(one);
  const runId: string = (await one.call('POST', `/v1/flows/${flow}/runs`, { data: {} })).body.id;
  const whole = askOf({ title: 'Trocar a relação?', details: { total: 'R$ 350,00' }, ...request });
  const given = { runId, visit: `v${++call}`, call, node: 'ok', path: [], request: whole, expiresAt };
  const opened = await fixture.data.database.withTenant(one.tenantId, (db) => openApproval(db, given));
  return { id: opened.approvalId, runId, call, page: `/a/${opened.token}` };
}
const read = async (id: string) => (await one.call('GET', `/v1/approvals/${id}`)).body;
const send = (page: string, form: Record<string, string>, headers: Record<string, string> = {}) =>
  fixture.fetch(page, { method: 'POST', body: new URLSearchParams(form), headers });

test('the first decision wins, and the run is told of it', async () => {
  const { id } = await ask();
  expect((await one.call('GET', '/v1/approvals?status=open')).body.data.map((a: { id: string }) => a.id)).toContain(id);
  const before = fixture.dispatch.told.length;
  const decided = await one.call('POST', `/v1/approvals/${id}`, { decision: 'approved', comment: 'pode' });
  expect([decided.status, decided.body.status, decided.body.comment, decided.body.by]).toEqual([
    200,
    'approved',
    'pode',
    'key:test',
  ]);
  expect(fixture.dispatch.told.slice(before)).toHaveLength(1);
  const second = await one.call('POST', `/v1/approvals/${id}`, { decision: 'rejected' });
  expect([second.status, second.body.code]).toEqual([409, 'already_closed']);
  expect((await one.call('POST', `/v1/approvals/${id}`, { decision: 'talvez' })).status).toBe(422);
});

test("another tenant's approval is not there", async () => {
  const { id } = await ask();
  expect((await other.call('GET', `/v1/approvals/${id}`)).status).toBe(404);
  expect((await other.call('POST', `/v1/approvals/${id}`, { decision: 'approved' })).status).toBe(404);
  expect((await other.call('GET', '/v1/approvals')).body.data).toEqual([]);
  expect((await read(id)).status).toBe('open');
});

test('opening the page decides nothing; its form does, once', async () => {
  const { id, page } = await ask();
  for (const method of ['GET', 'HEAD']) {
    const shown = await fixture.fetch(page, { method });
    expect(shown.status).toBe(200);
    expect(shown.headers.get('referrer-policy')).toBe('no-referrer');
    expect(shown.headers.get('x-robots-tag')).toContain('noindex');
    expect(shown.headers.get('content-security-policy')).toContain("default-src 'none'");
  }
  expect((await fixture.fetch(`${page}?decision=approved`)).text).toContain('Trocar a relação?');
  expect((await read(id)).status).toBe('open');
  const answer = await send(page, { decision: 'rejected', comment: ' caro ' });
  expect([answer.status, answer.text]).toEqual([200, expect.stringContaining('Recusado')]);
  expect(await read(id)).toMatchObject({ status: 'rejected', comment: 'caro', by: 'link' });
  expect((await send(page, { decision: 'approved' })).status).toBe(409);
  const after = await fixture.fetch(page, { headers: { 'accept-language': 'en' } });
  expect([after.status, after.text]).toEqual([409, expect.stringContaining('already closed')]);
});

test('a form with a mistake comes back with what was typed', async () => {
  const fields = { desconto: { type: 'number', maximum: 10 }, nota: { type: 'string', default: 'ok' } };
  const { id, page } = await ask({ fields });
  const wrong = await send(page, { decision: 'approved', 'f.desconto': '50' });
  expect([wrong.status, wrong.text]).toEqual([422, expect.stringContaining('value="50"')]);
  expect((await read(id)).status).toBe('open');
  expect((await send(page, { decision: 'approved', 'f.desconto': '7.5' })).status).toBe(200);
  expect((await read(id)).values).toEqual({ desconto: 7.5, nota: 'ok' });
});

test('after its time, or when the run no longer waits, the page says so', async () => {
  const late = await ask({}, Date.now() - 1_000);
  expect((await fixture.fetch(late.page)).status).toBe(409);
  expect((await send(late.page, { decision: 'approved' })).status).toBe(409);
  const gone = await ask();
  const what = { runId: gone.runId, call: gone.call, reason: 'cancelled' as const };
  await fixture.data.database.withTenant(one.tenantId, (db) => closeApproval(db, what));
  expect((await fixture.fetch(gone.page)).status).toBe(409);
  expect((await one.call('POST', `/v1/approvals/${gone.id}`, { decision: 'approved' })).body.code).toBe(
    'already_closed',
  );
  const unknown = await fixture.fetch('/a/nada');
  expect([unknown.status, unknown.text]).toEqual([404, expect.stringContaining('não vale')]);
});

test('what is for certain people needs them to be signed in', async () => {
  const { id, page } = await ask({ assignees: [one.email] });
  expect((await fixture.fetch(page)).status).toBe(401);
  expect((await send(page, { decision: 'approved' })).status).toBe(401);
  const entered = await fixture.fetch('/v1/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: one.email, password: one.password }),
  });
  const cookie = (entered.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  expect((await fixture.fetch(page, { headers: { cookie } })).status).toBe(200);
  expect((await send(page, { decision: 'approved' }, { cookie })).status).toBe(200);
  expect(await read(id)).toMatchObject({ status: 'approved', by: one.email });
});
