import { createHmac } from 'node:crypto';
import { expect } from 'vitest';
import { demo, unique } from './client.ts';
import { flowOf, stop } from './flow-of.ts';
import { test } from './stub.ts';

const api = demo();
const secret = 'um-segredo-bem-longo';
const hmac = (text: string | Buffer, encoding: 'hex' | 'base64' = 'hex', key: string | Buffer = secret) =>
  createHmac('sha256', key).update(text).digest(encoding);
const guarded = async (type: string, more: Record<string, unknown> = {}) => {
  const { id } = await api.made('POST', '/v1/connections', {
    connector: 'webhook',
    name: unique('segredo'),
    secret,
    ...more,
  });
  const path = unique('guardado');
  const trigger = { type: 'webhook', config: { path, respond: 'atEnd', auth: { type, connection: id } } };
  return {
    path,
    flow: await api.deploy(flowOf({ trigger, nodes: { fim: stop('{{ trigger }}') }, edges: 'trigger > fim' })),
  };
};
const nowS = () => Math.floor(Date.now() / 1000);

test('header: the secret in the header that the connection names, else 401 and no run', async () => {
  const { path, flow } = await guarded('header', { header: 'X-Segredo' });
  const good = await api.hook(path, {}, { 'x-segredo': secret });
  expect(good.status).toBe(200);
  expect(good.text).not.toContain(secret);
  for (const headers of [{}, { 'x-segredo': 'errado' }, { authorization: secret }]) {
    const refused = await api.hook(path, {}, headers as Record<string, string>);
    expect([refused.status, refused.body.code]).toEqual([401, 'unauthorized']);
  }
  expect((await api.runsOf(flow)).length).toBe(1);
});

test('basic: the secret is the password, or the whole', async () => {
  const { path } = await guarded('basic');
  const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` });
  expect((await api.hook(path, {}, basic(`loja:${secret}`))).status).toBe(200);
  expect((await api.hook(path, {}, basic('loja:errado'))).status).toBe(401);
  expect((await api.hook(path)).status).toBe(401);
});

const BODY = '{"id": 1,  "nome":"ação"}';
const PRESETS: [string, (path: string, body: string, at: number) => Record<string, string>][] = [
  ['stripe', (_, body, at) => ({ 'stripe-signature': `t=${at},v1=${hmac(`${at}.${body}`)},v1=00` })],
  ['github', (_, body) => ({ 'x-hub-signature-256': `sha256=${hmac(body)}` })],
  ['meta', (_, body) => ({ 'x-hub-signature-256': `sha256=${hmac(body)}` })],
  [
    'mercadopago',
    (_path, _body, at) => ({
      'x-request-id': 'req-1',
      'x-signature': `ts=${at},v1=${hmac(`id:77;request-id:req-1;ts:${at};`)}`,
    }),
  ],
  [
    'standard',
    (_, body, at) => ({
      'webhook-id': 'msg_1',
      'webhook-timestamp': String(at),
      'webhook-signature': `v1,AAAA v1,${hmac(`msg_1.${at}.${body}`, 'base64')}`,
    }),
  ],
];
test.each(PRESETS)('hmac %s: raw bytes, and five minutes of tolerance', async (preset, sign) => {
  const { path } = await guarded('hmac', { preset });
  const call = (body: string, headers: Record<string, string>) =>
    api.hook(`${path}?data.id=77`, body, { 'content-type': 'application/json', ...headers });
  expect((await call(BODY, sign(path, BODY, nowS()))).status).toBe(200);
  expect((await call(BODY, {})).status).toBe(401);
  expect(
    (
      await call(BODY, {
        ...sign(path, 'outra', nowS() + 1),
        ...(preset === 'mercadopago' && { 'x-request-id': 'outro' }),
      })
    ).status,
  ).toBe(401);
  if (preset === 'github' || preset === 'meta') return;
  expect((await call(BODY, sign(path, BODY, nowS() - 301))).status).toBe(401);
  expect((await call(BODY, sign(path, BODY, nowS() - 240))).status).toBe(200);
});

test('hmac without a preset: the signature of the body in the header that is named', async () => {
  const { path } = await guarded('hmac', { header: 'X-Assinatura' });
  const call = (signature: string) =>
    api.hook(path, BODY, { 'content-type': 'application/json', 'x-assinatura': signature });
  for (const good of [hmac(BODY), `sha256=${hmac(BODY)}`, hmac(BODY, 'base64')])
    expect((await call(good)).status).toBe(200);
  expect((await call(hmac(`${BODY} `))).status).toBe(401);
});
