import { expect, test } from 'vitest';
import type { FileKeeper } from '#api/deps.ts';
import { hookData, queryFields } from './hook-body.ts';
import { answerHeaders, triggerHeaders } from './hook-headers.ts';

const keep: FileKeeper = async ({ bytes, name, type }) => ({
  file: 'fil_1',
  name,
  type,
  size: bytes.length,
  sha256: 'x',
});
const data = (text: string, type?: string) => hookData(Buffer.from(text), type, keep);

test('JSON is itself, without the keys that reach a prototype', async () => {
  expect(await data('{"a":[1,null],"__proto__":{"b":1}}', 'application/json; charset=utf-8')).toEqual({ a: [1, null] });
  expect(await data('[1]', 'application/vnd.api+json')).toEqual([1]);
  await expect(data('{', 'application/json')).rejects.toMatchObject({ code: 'malformed' });
});

test('a form field is a string, and a list where its name comes again', async () => {
  expect(await data('total=12&nome=Jo%C3%A3o+Luz&x=1&x=2', 'application/x-www-form-urlencoded')).toEqual({
    total: '12',
    nome: 'João Luz',
    x: ['1', '2'],
  });
  expect(queryFields('?a=1&constructor=2&b=')).toEqual({ a: '1', b: '' });
});

test('a form with files keeps the files apart', async () => {
  const form = new FormData();
  form.set('placa', 'ABC1D23');
  form.set('foto', new File([new Uint8Array([1, 2, 3])], 'moto.jpg', { type: 'image/jpeg' }));
  const request = new Response(form);
  const type = request.headers.get('content-type') ?? '';
  expect(await hookData(Buffer.from(await request.arrayBuffer()), type, keep)).toEqual({
    placa: 'ABC1D23',
    foto: { file: 'fil_1', name: 'moto.jpg', type: 'image/jpeg', size: 3, sha256: 'x' },
  });
});

test('text is { text }, other bytes are a file, nothing is an empty object', async () => {
  expect(await data('olá', 'text/plain')).toEqual({ text: 'olá' });
  expect(await data('<a/>', 'application/xml')).toEqual({ text: '<a/>' });
  expect(await data('abc', 'application/pdf')).toMatchObject({ file: 'fil_1', type: 'application/pdf', size: 3 });
  expect(await data('', 'application/json')).toEqual({});
});

test('headers that authorise are not shown to the flow', () => {
  const seen = triggerHeaders(
    {
      authorization: 'Bearer x',
      cookie: 'a=b',
      'x-api-key': 'k',
      'x-loja': 's',
      'X-GitHub-Event': 'push',
      accept: '*/*',
    },
    'X-Loja',
  );
  expect(seen).toMatchObject({
    authorization: '[redacted]',
    cookie: '[redacted]',
    'x-api-key': '[redacted]',
    'x-loja': '[redacted]',
  });
  expect(seen.accept).toBe('*/*');
});

test('a flow sets headers of the list, no cookies, and no policy', () => {
  expect(
    answerHeaders({
      'Content-Type': 'text/plain',
      'X-Pedido': 7,
      'Set-Cookie': 'a=b',
      'Content-Security-Policy': 'none',
      'X-Frame-Options': 'ALLOW',
      Location: 'https://a.example\r\nset-cookie: a=b',
      'Strict-Transport-Security': 'x',
    }),
  ).toEqual({ 'content-type': 'text/plain', 'x-pedido': '7' });
});
