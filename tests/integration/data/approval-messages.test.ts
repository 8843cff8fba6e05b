import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { contextFor } from '#connectors/context-for.ts';
import { createDialer, type Dialer } from '#connectors/dialer.ts';
import { inMemoryNotifications } from '#connectors/notify/in-memory-notifications.ts';
import { decideApproval } from '#domain/approvals/decide-approval.ts';
import { approvalByToken } from '#domain/approvals/list-approvals.ts';
import { openApproval } from '#domain/approvals/open-approval.ts';
import { createConnection } from '#domain/connections/write-connection.ts';
import { createChatStore } from '#domain/conversations/chat-store.ts';
import { admit } from '#domain/runs/admit.ts';
import type { ApprovalRequest } from '#flow/machine/protocol.ts';
import { mailServer, PASSWORD, USER } from '#tests/simulators/mail-server.ts';
import { TelegramSimulator } from '#tests/simulators/telegram.ts';
import { testCertificate } from '#tests/simulators/test-certificate.ts';
import { ApprovalMessages } from '#workers/approval-messages.ts';
import { askOf, publishedFlow, requestFor } from './data-fixture.ts';
import { oneTenant } from './one-tenant.ts';

const { fixture, tenantId, db } = await oneTenant();
const PAGES = 'https://trama.example';
const notifications = inMemoryNotifications([{ email: 'ana@example.com', role: 'owner' }]);
let mail: Awaited<ReturnType<typeof mailServer>>;
let dial: Dialer;
let toTelegram: Dialer;
let telegram: TelegramSimulator;
let messages: ApprovalMessages;

beforeAll(async () => {
  mail = await mailServer();
  dial = createDialer({ allowPrivateHosts: ['localhost'] });
  toTelegram = createDialer({ allowPrivateHosts: ['localhost', '127.0.0.1'] });
  const config = {
    host: 'localhost',
    port: mail.port,
    security: 'starttls',
    user: USER,
    from: 'l@example.com',
    ca: testCertificate.cert,
  };
  await db((tenant) =>
    createConnection(tenant, {
      connector: 'smtp',
      name: 'correio',
      config,
      secret: { password: PASSWORD },
      hosts: [`localhost:${mail.port}`],
      by: 'test',
    }),
  );
  telegram = await TelegramSimulator.start();
  const chats = createChatStore(fixture.database);
  const { services } = contextFor({ dial, notifications, chats, telegram: { root: telegram.url, dial: toTelegram } });
  messages = new ApprovalMessages({
    database: fixture.database,
    services,
    log: pino({ level: 'silent' }),
    pagesUrl: PAGES,
  });
});
beforeEach(() => {
  mail.received.length = 0;
});
afterAll(async () => {
  await messages.stop();
  await dial.close();
  await toTelegram.close();
  await telegram.stop();
  await mail.close();
});

const ask = async (more: Partial<ApprovalRequest>) => {
  const flowId = await db((tenant) => publishedFlow(tenant));
  return await db(async (tenant) => {
    const { runId } = await admit(tenant, requestFor(flowId));
    const given = { runId, visit: 'v', call: 1, node: 'a', path: [], request: askOf(more), expiresAt: null };
    const opened = await openApproval(tenant, given);
    // Its activity died before it told anybody, and comes again.
    expect((await openApproval(tenant, given)).approvalId).toBe(opened.approvalId);
    return opened.approvalId;
  });
};
const rowsOf = (approvalId: string) =>
  db(
    (tenant) => tenant.sql<{ n: number; done: boolean; error: string | null; attempts: number; due_in: number }>`
      select n, done_at is not null as done, error, attempts, extract(epoch from due_at - now())::float8 as due_in
      from approval_messages where approval_id = ${approvalId.replace(/^apr_(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')} order by n`,
  );
const sent = () => expect.poll(() => mail.received.length, { timeout: 10_000 });

test('who is named gets the author’s words with a link that decides, once though the approval is opened twice', async () => {
  const approvalId = await ask({
    title: 'Trocar a peça?',
    message: 'Pedido 7: %APPROVAL_URL% (até amanhã)',
    via: [{ channel: 'email', to: ['ana@example.com'] }],
  });
  await sent().toBe(1);
  await expect.poll(async () => (await rowsOf(approvalId)).map(({ done }) => done)).toEqual([true]);
  const [got] = mail.received;
  expect([got?.to, got?.mail.subject]).toEqual([['ana@example.com'], 'Trocar a peça?']);
  const [, token = ''] =
    /Pedido 7: https:\/\/trama\.example\/a\/([\w-]+) \(até amanhã\)/.exec(got?.mail.text ?? '') ?? [];
  expect(await approvalByToken(fixture.database.admin, token)).toEqual({ tenantId, approvalId });
  const stored = await db((tenant) => tenant.sql`select m::text as row from approval_messages m`);
  expect(JSON.stringify(stored)).not.toContain(token);
  expect(mail.received).toHaveLength(1);
});

test('without words of the author the title asks, and the link stands below', async () => {
  await ask({ title: 'Pode?', via: [{ channel: 'email', to: 'ana@example.com' }] });
  await sent().toBe(1);
  expect(mail.received[0]?.mail.text).toMatch(/^Pode\?\s+Decida aqui:\s+https:\/\/trama\.example\/a\/[\w-]{43}\s*$/);
});

test('people are reminded as long as nobody has decided, and not after', async () => {
  const approvalId = await ask({
    via: [{ channel: 'email', to: 'ana@example.com' }],
    remind: ['PT1S', 'PT5S', 'nunca'],
  });
  await sent().toBe(2);
  await db((tenant) => decideApproval(tenant, approvalId, { decision: 'approved' }, { kind: 'key', name: 'k' }));
  await expect
    .poll(async () => (await rowsOf(approvalId)).map(({ done }) => done), { timeout: 10_000 })
    .toEqual([true, true, true]);
  expect(mail.received).toHaveLength(2);
});

test('the bell is told without a link that decides', async () => {
  await ask({
    title: 'Pode?',
    via: [
      { channel: 'inApp', to: 'owner' },
      { channel: 'push', to: 'owner' },
    ],
  });
  await expect
    .poll(() => [...notifications.notes.values()], { timeout: 10_000 })
    .toMatchObject([{ email: 'ana@example.com', title: 'Pode?', link: '/approvals', body: '' }]);
});

test('a chat is told by the bot: the link is a button, and what is kept of the message does not hold it', async () => {
  const bot = {
    connector: 'telegram',
    name: 'robô',
    config: { receive: 'polling' },
    secret: { token: '1:T' },
    by: 'test',
  };
  await db((tenant) => createConnection(tenant, { ...bot, hosts: ['api.telegram.org'] }));
  await ask({ title: 'Pode?', message: 'Peça nova: %APPROVAL_URL%', via: [{ channel: 'telegram', to: 77 }] });
  await expect
    .poll(() => telegram.of('sendMessage').at(-1), { timeout: 10_000 })
    .toMatchObject({
      ...{ chat_id: '77', text: 'Peça nova:' },
      reply_markup: {
        inline_keyboard: [
          [{ text: 'Decidir', url: expect.stringMatching(/^https:\/\/trama\.example\/a\/[\w-]{43}$/) }],
        ],
      },
    });
  const kept = await db((tenant) => tenant.sql`select m::text as row from messages m`);
  expect(kept.length).toBeGreaterThan(0);
  expect(JSON.stringify(kept)).not.toContain('/a/');
});

test('what cannot be sent is given up with its reason, or tried again later', async () => {
  const never = await ask({
    via: [
      { channel: 'pombo', to: 'x' },
      { channel: 'email', to: 'a@b.example, c@d.example' },
    ],
  });
  await expect
    .poll(() => rowsOf(never), { timeout: 10_000 })
    .toMatchObject([
      { done: true, error: 'bad_config' },
      { done: true, error: 'bad_config' },
    ]);
  await mail.close();
  const later = await ask({ via: [{ channel: 'email', to: 'ana@example.com' }] });
  await expect
    .poll(() => rowsOf(later), { timeout: 10_000 })
    .toMatchObject([{ done: false, error: 'connection_failed', attempts: 1 }]);
  expect((await rowsOf(later))[0]?.due_in).toBeGreaterThan(20);
});
