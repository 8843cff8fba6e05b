import { afterAll, beforeEach, expect, test } from 'vitest';
import { createMailer } from '#domain/mail/mailer.ts';
import { dataFixture } from '#tests/integration/data/data-fixture.ts';
import { mailServer } from '#tests/simulators/mail-server.ts';
import { textsOfPdf } from '#tests/texts-of-pdf.ts';
import { newId, parseId } from '../../ids.ts';
import { NO_FISCAL_ISSUER } from '../invoices/fiscal-issuer.ts';
import { createInvoices } from '../invoices/issue-invoice.ts';
import { saveBillingProfile } from '../profile/billing-profile.ts';
import { claimNotices, finishNotice, pruneNotices } from './due-notices.ts';
import { editNotice, listNoticeTexts, resetNotice } from './notice-texts.ts';
import { previewNotice, sendTestNotice } from './preview-notice.ts';
import { type SendDeps, sendNotice } from './send-notice.ts';
import { tellNotice } from './tell-notice.ts';

const fixture = await dataFixture();
const { database } = fixture;
const { withTenant, admin } = database;

let refusal: number | null = null;
const server = await mailServer({
  onRcptTo: (_address, _session, done) =>
    refusal === null ? done() : done(Object.assign(new Error('not now'), { responseCode: refusal })),
});
const mailer = createMailer({
  smtpUrl: `smtp://127.0.0.1:${server.port}/?ignoreTLS=true`,
  from: 'Trama <no-reply@t.example>',
  folder: null,
  onLost: () => {},
  onKept: () => {},
});
afterAll(async () => {
  await Promise.all([server.close(), fixture.close()]);
});
beforeEach(async () => {
  refusal = null;
  // What the test before left.
  await sendAll();
  server.received.length = 0;
});

const deps: SendDeps = { database, mail: mailer, pagesUrl: 'https://t.example' };

/** A tenant with an owner, an editor, and an owner whose access was closed. */
const account = async (locale = 'pt-BR'): Promise<string> => {
  const tenantId = await fixture.tenant();
  const tenant = parseId('ten', tenantId);
  await admin.sql`update tenants set name = 'Oficina do Zé', locale = ${locale} where id = ${tenant}`;
  for (const [role, closed] of [
    ['owner', false],
    ['editor', false],
    ['owner', true],
  ] as const) {
    const user = parseId('usr', newId('usr'));
    const email = `${role}${closed ? '-closed' : ''}.${user.slice(-6)}@x.example`;
    await admin.sql`
      insert into users (id, email, name, disabled_at)
      values (${user}, ${email}, 'U', ${closed ? new Date() : null}::timestamptz)`;
    await admin.sql`insert into memberships (tenant_id, user_id, role) values (${tenant}, ${user}, ${role})`;
  }
  return tenantId;
};
const tell = (tenantId: string, notice: string, data: Record<string, string | number>, key = 'k') =>
  tellNotice({ database }, tenantId, notice, data, key);
const rows = (tenantId: string) =>
  withTenant(
    tenantId,
    (db) => db.sql<{ channel: string; status: string; attempts: number; error: string | null }>`
      select channel, status, attempts, error from billing_notices order by created_at, channel`,
  );
const sendAll = async (by: SendDeps = deps) => {
  const due = await claimNotices(admin, 10);
  return await Promise.all(due.map((one) => sendNotice(by, one)));
};
const makeDue = () =>
  admin.sql`update billing_notices set due_at = now() - interval '1 second' where status = 'waiting'`;

test('what is told twice is told once: a letter to billing and the owners, and a note inside the product', async () => {
  const tenantId = await account();
  const profile = { legalName: 'Zé', taxId: null, email: 'contas@x.example', address: null };
  await withTenant(tenantId, (db) => saveBillingProfile(db, profile, { revision: null, by: 'user:x' }));
  const data = { plan: 'BUSINESS', days: 3, endsAt: '2026-12-04T02:59:59Z' };
  const [first] = await Promise.all([1, 2, 3].map(() => tell(tenantId, 'trial_ends_soon', data)));
  expect(first).toEqual({ sent: ['email', 'in_app'] });
  expect(await sendAll()).toEqual([{ status: 'sent' }]);
  expect(await sendAll(), 'nothing is left').toEqual([]);
  const [letter] = server.received;
  expect(server.received).toHaveLength(1);
  expect(letter?.to).toEqual(['contas@x.example', expect.stringMatching(/^owner\.[0-9a-f]{6}@x\.example$/)]);
  expect(letter?.mail.subject).toBe('Faltam 3 dias do seu teste');
  for (const text of [letter?.mail.text, letter?.mail.html]) {
    expect(text).toContain('Oficina do Zé');
    expect(text).toContain('3 de dezembro de 2026');
    expect(text).toContain('https://t.example/plan');
  }
  const notes = await withTenant(tenantId, (db) => db.sql`select title, body, level, link from notifications`);
  expect(notes).toEqual([
    {
      title: 'Faltam 3 dias do seu teste',
      body: 'O teste termina em 3 de dezembro de 2026. Assine para continuar sem pausa.',
      level: 'info',
      link: '/plan',
    },
  ]);
  await tell(tenantId, 'trial_ends_soon', data, 'another');
  expect(await rows(tenantId)).toHaveLength(4);
});

test('an invoice goes out as a PDF, in the language of its tenant', async () => {
  const tenantId = await account('en');
  const issuer = { name: 'Trama', taxId: null, address: null, email: null };
  const { issueInvoice } = createInvoices({ issuer, fiscal: NO_FISCAL_ISSUER });
  const payment = {
    ...({ id: newId('pay'), provider: 'manual', method: 'pix', amount: 9_700 } as const),
    ...{ periodStart: null, periodEnd: null, paidAt: '2026-11-22T12:00:00Z' },
  };
  const invoice = await withTenant(tenantId, (db) =>
    issueInvoice(db, { payment, lines: [{ name: 'STARTER', amount: 9_700 }] }),
  );
  await sendAll();
  const [file] = server.received[0]?.mail.attachments ?? [];
  expect(server.received[0]?.mail.subject).toBe(`Invoice ${invoice?.number} from Trama`);
  expect([file?.filename, file?.mimeType]).toEqual([`invoice-${invoice?.number}.pdf`, 'application/pdf']);
  const { content } = file ?? {};
  if (!(content instanceof ArrayBuffer)) throw new Error('No bytes');
  expect(textsOfPdf(Buffer.from(content))).toContain('Total paid');
});

test('a server that takes nothing now is asked again, under the same name; one that never will is not', async () => {
  const tenantId = await account();
  await tell(tenantId, 'recovered', {});
  refusal = 451;
  expect(await sendAll()).toEqual([expect.objectContaining({ status: 'waiting', againMs: 30_000 })]);
  expect(await sendAll(), 'its time has not come').toEqual([]);
  expect((await rows(tenantId))[0]).toMatchObject({
    status: 'waiting',
    attempts: 1,
    error: expect.stringMatching(/not now/),
  });
  // It is sent, and whoever sent it dies before saying so.
  refusal = null;
  await makeDue();
  const [due] = await claimNotices(admin, 1);
  const dying = { ...deps, database: { withTenant: once(withTenant) } };
  if (!due) throw new Error('Nothing is due');
  await expect(sendNotice(dying, due)).rejects.toThrow('died');
  await makeDue();
  expect(await sendAll()).toEqual([{ status: 'sent' }]);
  const names = server.received.map(({ mail }) => mail.messageId);
  expect(names).toEqual([`<${due.id}@t.example>`, `<${due.id}@t.example>`]);

  await tell(tenantId, 'canceled', {});
  refusal = 550;
  expect(await sendAll()).toEqual([expect.objectContaining({ status: 'given_up' })]);
  await makeDue();
  expect(await sendAll()).toEqual([]);
});

/** The first transaction goes through; with the second one its process is gone. */
const once = (real: typeof withTenant): typeof withTenant => {
  let left = 1;
  return (...args) => (left-- > 0 ? real(...args) : Promise.reject(new Error('died')));
};

test('of two who look at the same time one gets each; what is over stays as it ended; old ones are forgotten', async () => {
  const tenantId = await account();
  await tell(tenantId, 'resumed', {});
  const claimed = (await Promise.all([claimNotices(admin, 5), claimNotices(admin, 5)])).flat();
  expect(claimed).toHaveLength(1);
  const id = claimed[0]?.id ?? '';
  await withTenant(tenantId, async (db) => {
    await finishNotice(db, id, { status: 'sent' });
    await finishNotice(db, id, { status: 'waiting', error: 'late', againMs: 1 });
    expect(await db.sql`select status, error from billing_notices where id = ${id}`).toEqual([
      { status: 'sent', error: null },
    ]);
    expect(await pruneNotices(db)).toBe(0);
    await db.sql`update billing_notices set ended_at = now() - interval '401 days'`;
    expect(await pruneNotices(db)).toBe(2);
  });
});

test('where nobody is left to write to, it is skipped; what a notice needs is asked for', async () => {
  const tenantId = await fixture.tenant();
  await tell(tenantId, 'paused', {});
  expect(await sendAll()).toEqual([{ status: 'skipped', error: 'nobody' }]);
  await expect(tell(tenantId, 'nonsense', {})).rejects.toMatchObject({ code: 'not_found' });
  await expect(tell(tenantId, 'pix_waiting', {})).rejects.toMatchObject({ code: 'bad_value' });
});

test('operators change words, see them, try them, and take them back; markup in them is text', async () => {
  const tenantId = await account();
  const by = 'operator:ana';
  const edit = { notice: 'downgraded', locale: 'pt-BR', by, reason: 'Tom mais simples' } as const;
  const words = { subject: '<b>Olá</b>', body: 'A conta {{account}} mudou.\n\n<script>', button: 'Ver', short: 'Oi' };
  const bad = editNotice(admin, { ...edit, words: { ...words, body: '{{cpf}}' } });
  await expect(bad).rejects.toMatchObject({ code: 'invalid' });
  expect(await editNotice(admin, { ...edit, words, seen: 0 })).toMatchObject({ revision: 1, isEdited: true, words });
  await expect(editNotice(admin, { ...edit, words, seen: 0 })).rejects.toMatchObject({ code: 'stale' });

  await tell(tenantId, 'downgraded', {});
  await sendAll();
  const { html = '', subject } = server.received[0]?.mail ?? {};
  expect(subject).toBe('<b>Olá</b>');
  expect([html.includes('<script>'), html.includes('&lt;script&gt;')]).toEqual([false, true]);

  const preview = await previewNotice(admin, { ...edit, pagesUrl: 'https://t.example' });
  expect(preview.text).toContain('A conta Oficina do Zé mudou.');
  await sendTestNotice({ admin, mail: mailer }, { ...edit, to: 'ana@x.example', pagesUrl: 'https://t.example' });
  expect(server.received.at(-1)?.mail.subject).toBe('[Teste] <b>Olá</b>');

  const back = await resetNotice(admin, edit);
  expect([back.revision, back.isEdited, back.words]).toEqual([2, false, back.standard]);
  const all = await listNoticeTexts(admin);
  expect(all.filter(({ revision }) => revision > 0)).toEqual([back]);
  const deeds =
    await admin.sql`select action, data->>'reason' as reason from operator_log where actor = ${by} order by seq`;
  expect(deeds).toEqual([
    { action: 'notice.edit', reason: edit.reason },
    { action: 'notice.test', reason: null },
    { action: 'notice.reset', reason: edit.reason },
  ]);
});
