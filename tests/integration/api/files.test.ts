import { expect, test } from 'vitest';
import { twoAccounts } from './api-fixture.ts';

const { fixture, one, other } = await twoAccounts();
const { store, links } = fixture.deps.files;
const keep = (text: string, name = 'nota – João "1".html', type = 'text/html') =>
  store.put(one.tenantId, { bytes: Buffer.from(text), name, type });
const linkTo = async (
  text: string,
  more: { type?: string; show?: boolean; expiresAt?: number; name?: string } = {},
) => {
  const kept = await keep(text, more.name, more.type);
  const { expiresAt = Date.now() + 60_000, show = false } = more;
  return links.link({ tenantId: one.tenantId, file: kept.file, name: kept.name, type: kept.type, expiresAt, show });
};

test('a kept file is read with the scope of runs, to be saved and never as a page', async () => {
  const { file } = await keep('<script>alert(1)</script>');
  const { status, text, headers } = await one.call('GET', `/v1/files/${file}`);
  expect([status, text]).toEqual([200, '<script>alert(1)</script>']);
  expect(headers.get('content-disposition')).toMatch(
    /^attachment; filename="nota _ Jo_o _1_.html"; filename\*=UTF-8''nota%20/,
  );
  expect(headers.get('content-security-policy')).toContain('sandbox');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('cache-control')).toBe('private, no-store');
  expect((await one.call('GET', `/v1/files/${file}?name=a.txt`)).headers.get('content-disposition')).toContain(
    '"a.txt"',
  );
});

test('another tenant does not find it, nobody reads it without a credential, and other names are nothing', async () => {
  const { file } = await keep('segredo');
  expect((await other.call('GET', `/v1/files/${file}`)).status).toBe(404);
  expect((await fixture.fetch(`/v1/files/${file}`)).status).toBe(401);
  for (const name of ['x', `${file}x`, '..%2f..%2fetc', '0'.repeat(64)])
    expect((await one.call('GET', `/v1/files/${name}`)).status).toBe(404);
});

test('a key without the scope is refused', async () => {
  const { file } = await keep('x');
  const { body } = await one.call('POST', '/v1/api-keys', { name: 'events', scopes: ['events:write'] });
  const answer = await fixture.fetch(`/v1/files/${file}`, { headers: { authorization: `Bearer ${body.key}` } });
  expect(answer.status).toBe(403);
});

test('behind a link anybody fetches it until it expires', async () => {
  const answer = await fixture.fetch(await linkTo('conteúdo', { name: 'a b.txt', type: 'text/plain' }));
  expect([answer.status, answer.text]).toEqual([200, 'conteúdo']);
  expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
  const late = await fixture.fetch(await linkTo('x', { expiresAt: Date.now() - 1 }));
  expect([late.status, late.body.code]).toEqual([404, 'not_found']);
});

test('a link that nobody made is 404, with nothing of a page of ours', async () => {
  const link = await linkTo('x');
  const [, , token = ''] = link.split('/');
  for (const wrong of [
    `/f/${token.slice(0, -4)}AAAA/x`,
    `/f/${token.replace(one.tenantId, other.tenantId)}`,
    '/f/x',
    '/f/x/y',
  ]) {
    const answer = await fixture.fetch(wrong);
    expect(answer.status, wrong).toBe(404);
    expect(answer.headers.get('content-security-policy')).toContain('sandbox');
  }
});

test('what a browser cannot run is shown where the link says so; pages, SVG and scripts are always saved', async () => {
  const how = async (type: string, show = true) => {
    const { headers } = await fixture.fetch(await linkTo(`x${type}`, { type, show }));
    return headers.get('content-disposition')?.split(';')[0];
  };
  for (const type of ['image/png', 'application/pdf', 'text/plain', 'audio/ogg', 'video/mp4'])
    expect([await how(type), await how(type, false)], type).toEqual(['inline', 'attachment']);
  for (const type of [
    'text/html',
    'image/svg+xml',
    'application/xhtml+xml',
    'text/javascript',
    'x',
    'text/plain\r\nx: y',
  ])
    expect(await how(type), type).toBe('attachment');
});

test('what is uploaded is a value that steps take, of this tenant alone and once however often it is sent', async () => {
  const upload = (name: string, about: { authorization?: string; type?: string } = {}) =>
    fixture.fetch(`/v1/files?name=${encodeURIComponent(name)}&type=${about.type ?? 'text/csv'}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/octet-stream',
        authorization: about.authorization ?? `Bearer ${one.key}`,
      },
      body: 'nome;total',
    });
  const { status, body } = await upload('../lista – maio.csv');
  expect([status, body]).toMatchObject([200, { name: '.._lista – maio.csv', type: 'text/csv', size: 10 }]);
  expect((await upload('outra.csv')).body).toMatchObject({ file: body.file, name: 'outra.csv' });
  expect((await one.call('GET', `/v1/files/${body.file}`)).text).toBe('nome;total');
  expect((await other.call('GET', `/v1/files/${body.file}`)).status).toBe(404);
  expect((await upload('x', { type: encodeURIComponent('text/plain\r\nset-cookie: a') })).status).toBe(422);
  const { body: key } = await one.call('POST', '/v1/api-keys', { name: 'runs', scopes: ['runs:write'] });
  expect((await upload('x', { authorization: `Bearer ${key.key}` })).status).toBe(403);
});
