import { createServer } from 'node:net';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import type { FileStore } from '#flow/contracts/file-store.ts';
import type { JsonObject } from '#flow/json.ts';
import { mailServer, PASSWORD, USER } from '#tests/simulators/mail-server.ts';
import { testCertificate } from '#tests/simulators/test-certificate.ts';
import type { ActionContext } from '../action.ts';
import { contextFor } from '../context-for.ts';
import { createDialer } from '../dialer.ts';
import { inMemoryState } from '../store/in-memory-state.ts';
import { smtpConnection } from './connection.ts';
import { emailSend } from './send.ts';

type Options = Parameters<typeof mailServer>[0];

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});
const dialers: { close(): Promise<void> }[] = [];
afterAll(async () => {
  await Promise.all(dialers.map((one) => one.close()));
});

const serve = async (options?: Options) => {
  const server = await mailServer(options);
  open.push(server);
  return server;
};

const files: FileStore = {
  put: () => Promise.reject(new Error('nothing is put here')),
  read: async (tenant, file) => Buffer.from(`${tenant}: ${file}`),
};

interface Setting {
  port: number;
  connection?: JsonObject;
  host?: string;
  resolve?: (host: string) => Promise<string[]>;
  more?: Partial<ActionContext>;
}

const contextTo = ({ port, connection = {}, host = 'localhost', resolve, more }: Setting): ActionContext => {
  const dial = createDialer({
    allowPrivateHosts: ['localhost', 'mail.example', '127.0.0.1'],
    ...(resolve && { resolve }),
  });
  dialers.push(dial);
  const fields = {
    host,
    port,
    security: 'starttls',
    user: USER,
    from: 'Loja <loja@example.com>',
    ca: testCertificate.cert,
  };
  return contextFor(
    { dial, files, state: inMemoryState() },
    {
      connection: {
        id: 'con_1',
        connector: 'smtp',
        name: 'correio',
        config: { ...fields, ...connection },
        secret: { password: PASSWORD },
        hosts: [`${host}:${port}`],
      },
      ...more,
    },
  );
};

const message = { to: 'ana@example.com', subject: 'Pedido nº 7', text: 'Olá, está pronto.' };
const send = async (config: JsonObject, setting: Setting) =>
  emailSend.run({ ...message, ...config }, contextTo(setting));

describe('what arrives', () => {
  test.each([
    ['starttls', {}],
    ['tls', { secure: true }],
  ])('with %s: encrypted, signed in, from the connection’s sender', async (security, options) => {
    const server = await serve(options);
    const sent = await send({}, { port: server.port, connection: { security } });
    const [got] = server.received;
    expect(got).toMatchObject({ from: 'loja@example.com', to: ['ana@example.com'], user: USER, secure: true });
    expect(got?.mail).toMatchObject({
      subject: 'Pedido nº 7',
      from: { name: 'Loja', address: 'loja@example.com' },
      to: [{ address: 'ana@example.com' }],
    });
    expect(got?.mail.text?.trim()).toBe('Olá, está pronto.');
    expect(sent).toEqual({ messageId: got?.mail.messageId, accepted: ['ana@example.com'], rejected: [] });
  });

  test('copies go to all, and only those who may see each other stand in the message', async () => {
    const server = await serve();
    await send(
      {
        to: ['Ana Lima <ana@example.com>', 'ana@example.com', 'joão@example.com'],
        cc: 'bia@example.com',
        bcc: ['fiscal@example.com'],
        replyTo: '"Lima, Ana" <resposta@example.com>',
      },
      { port: server.port },
    );
    const [got] = server.received;
    expect(got?.to).toEqual(['ana@example.com', 'joão@example.com', 'bia@example.com', 'fiscal@example.com']);
    expect(got?.mail.replyTo).toEqual([{ name: 'Lima, Ana', address: 'resposta@example.com' }]);
    expect(got?.raw).not.toContain('fiscal');
  });

  test('HTML comes with the text that is made from it', async () => {
    const server = await serve();
    await emailSend.run(
      {
        to: 'a@b.example',
        subject: 's',
        html: '<h1>Ol&aacute;</h1><p>Veja <a href="https://x.example/?a=1&amp;b=2">aqui</a>.</p>',
      },
      contextTo({ port: server.port }),
    );
    expect(server.received[0]?.mail.html).toContain('<h1>');
    expect(server.received[0]?.mail.text?.trim()).toBe('Olá\n\nVeja aqui (https://x.example/?a=1&b=2).');
  });

  test('files are attached: kept ones of the tenant, and base64', async () => {
    const server = await serve();
    await send(
      {
        attachments: [
          { file: 'abc', name: 'orçamento.pdf', type: 'application/pdf', size: 3, sha256: 'x' },
          { name: 'nota.txt', type: 'text/plain', base64: Buffer.from('ação').toString('base64') },
        ],
      },
      { port: server.port },
    );
    const list = server.received[0]?.mail.attachments.map(({ filename, mimeType, content }) => [
      filename,
      mimeType,
      Buffer.from(content as ArrayBuffer).toString(),
    ]);
    expect(list).toEqual([
      ['orçamento.pdf', 'application/pdf', 't1: abc'],
      ['nota.txt', 'text/plain', 'ação'],
    ]);
  });

  test('headers of the author’s own', async () => {
    const server = await serve();
    await send({ headers: { 'List-Unsubscribe': '<https://x.example/sair>' } }, { port: server.port });
    expect(server.received[0]?.raw).toContain('List-Unsubscribe: <https://x.example/sair>');
  });
});

describe('a repeat', () => {
  test('after an attempt that is known to have sent, sends nothing and gives the same answer', async () => {
    const server = await serve();
    const context = contextTo({ port: server.port });
    expect(await emailSend.run(message, context)).toEqual(await emailSend.run(message, context));
    expect(server.received).toHaveLength(1);
  });

  test('after one that nobody knows of, carries the same Message-ID; another call another', async () => {
    const server = await serve();
    const first = await send({}, { port: server.port });
    const again = await send({}, { port: server.port });
    const other = await send({}, { port: server.port, more: { idempotencyKey: 'run_1//n/2' } });
    const ids = server.received.map(({ mail }) => mail.messageId);
    expect(ids[0]).toBe(ids[1]);
    expect(ids[2]).not.toBe(ids[0]);
    expect([first, again, other]).toMatchObject(ids.map((messageId) => ({ messageId })));
  });
});

describe('nobody writes a header by way of a field', () => {
  test.each([
    ['subject', { subject: 'Oi\r\nBcc: x@evil.example' }],
    ['subject', { subject: 'Oi\u2028Bcc: x@evil.example' }],
    ['to', { to: 'a@b.example\r\nBcc: x@evil.example' }],
    ['to', { to: 'a@b.example, x@evil.example' }],
    ['to', { to: ['a@b.example', 'grupo: x@evil.example;'] }],
    ['to', { to: '"a@evil.example" <b@c.example> <d@e.example>' }],
    ['from', { from: 'Loja\n <a@b.example>' }],
    ['replyTo', { replyTo: 'a b@c.example' }],
    ['header', { headers: { 'X-A': 'b\r\nBcc: x@evil.example' } }],
    ['header name', { headers: { 'X-A: b\r\nBcc': 'x@evil.example' } }],
    ['ours', { headers: { bcc: 'x@evil.example' } }],
    ['ours', { headers: { 'Content-Type': 'text/html' } }],
    ['ours', { headers: { 'Message-ID': '<1@b.example>' } }],
    ['no text', { text: null }],
    ['nobody', { to: null }],
    ['a name of an attachment', { attachments: [{ name: 'a\r\nX: y', base64: 'YQ==' }] }],
  ])('%s: %j is bad_config', async (_, config) => {
    const server = await serve();
    await expect(send(config as JsonObject, { port: server.port })).rejects.toMatchObject({ code: 'bad_config' });
    expect(server.received).toEqual([]);
  });

  test('a kept file with a hostile name is attached under a tame one', async () => {
    const server = await serve();
    const hostile = {
      file: 'x',
      name: 'a"\r\nBcc: x@evil.example\r\n.pdf',
      type: 'text/html\r\nX: y',
      cid: 'a>\r\nX: y',
    };
    await send({ attachments: [hostile] }, { port: server.port });
    expect(server.received[0]?.raw).not.toMatch(/^(Bcc|X):/m);
    expect(server.received[0]?.mail.attachments[0]?.mimeType).toBe('application/octet-stream');
  });
});

const refusing = (responseCode: number, text: string): Options => ({
  onRcptTo: (_address, _session, done) => done(Object.assign(new Error(text), { responseCode })),
});

describe('what goes wrong', () => {
  test.each([
    [450, 'smtp_450', 'retry'],
    [550, 'smtp_550', 'never'],
  ])('a %i of the server is %s: %s', async (status, code, retry) => {
    const server = await serve(refusing(status, 'caixa cheia'));
    await expect(send({}, { port: server.port })).rejects.toMatchObject({ code, retry, details: { status } });
  });

  test('one recipient of several refused: the rest get it, and the output says so', async () => {
    const server = await serve({
      onRcptTo: ({ address }, _session, done) =>
        done(address.startsWith('x') ? Object.assign(new Error('unknown'), { responseCode: 550 }) : null),
    });
    const sent = await send({ to: ['a@b.example', 'x@b.example'] }, { port: server.port });
    expect(sent).toMatchObject({ accepted: ['a@b.example'], rejected: ['x@b.example'] });
  });

  test('a refused password is for an operator, and stands in no word of the error, even where the server says it', async () => {
    const server = await serve();
    const wrong = 'outra-senha';
    const context = contextTo({ port: server.port });
    if (context.connection) context.connection.secret = { password: wrong };
    const error: Error = (await emailSend.run(message, context).catch((thrown: Error) => thrown)) as Error;
    expect(error).toMatchObject({ code: 'smtp_auth', retry: 'operator' });
    expect(`${error.message} ${JSON.stringify(error)} ${String(error.cause)}`).not.toContain(wrong);
  });

  test('a server without encryption gets neither password nor message', async () => {
    const server = await serve({ disabledCommands: ['STARTTLS'] });
    await expect(send({}, { port: server.port })).rejects.toMatchObject({ retry: 'never' });
    expect(server.received).toEqual([]);
  });

  test('a certificate that nobody vouches for is refused', async () => {
    const server = await serve();
    const strange = { port: server.port, connection: { ca: null as unknown as string } };
    const context = contextTo(strange);
    delete context.connection?.config.ca;
    await expect(emailSend.run(message, context)).rejects.toMatchObject({ code: 'connection_failed' });
    expect(server.received).toEqual([]);
  });

  test('nobody there: retried', async () => {
    const server = await mailServer();
    await server.close();
    await expect(send({}, { port: server.port })).rejects.toMatchObject({ code: 'connection_failed', retry: 'retry' });
  });

  test('a server that says nothing is left when the attempt is over', async () => {
    const mute = createServer(() => undefined).listen(0, '127.0.0.1');
    await new Promise((done) => mute.once('listening', done));
    const { port } = mute.address() as { port: number };
    const began = performance.now();
    const cancelled = AbortSignal.timeout(200);
    await expect(send({}, { port, more: { signal: cancelled } })).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(performance.now() - began).toBeLessThan(2_000);
    mute.close();
  });
});

describe('where it goes', () => {
  test('to an address that the guard checked, never to what a name says later; the certificate is for the name', async () => {
    const server = await serve();
    let asked = 0;
    const resolve = async () => (asked++ === 0 ? ['127.0.0.1'] : ['203.0.113.1']);
    await send({}, { port: server.port, host: 'mail.example', resolve });
    expect([asked, server.received.length]).toEqual([1, 1]);
  });

  test('not to a server that the secret is not for, whatever the rest of its row says', async () => {
    const server = await serve();
    const context = contextTo({ port: server.port });
    if (context.connection) context.connection.hosts = ['smtp.example:587'];
    await expect(emailSend.run(message, context)).rejects.toMatchObject({ code: 'address_refused' });
    expect(server.received).toEqual([]);
  });

  test('not to a private address', async () => {
    const server = await serve();
    const setting = { port: server.port, host: 'intern.example', resolve: async () => ['127.0.0.1'] };
    await expect(send({}, setting)).rejects.toMatchObject({ code: 'address_refused' });
    expect(server.received).toEqual([]);
  });
});

describe('trying the connection', () => {
  test('signs in and sends nothing', async () => {
    const server = await serve();
    await smtpConnection.test?.(contextTo({ port: server.port }));
    expect(server.received).toEqual([]);
  });

  test('fails as sending would', async () => {
    const server = await serve();
    const context = contextTo({ port: server.port });
    if (context.connection) context.connection.secret = { password: 'errada' };
    await expect(smtpConnection.test?.(context)).rejects.toMatchObject({ code: 'smtp_auth' });
  });
});
