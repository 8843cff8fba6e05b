import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { EVENT_TYPE_NAMES } from '#domain/outbound/event-types.ts';
import { newSigningKey, signedHeaders } from '#domain/outbound/sign.ts';
import { fencesOf } from './fences.ts';

const page = readFileSync('docs/webhooks.md', 'utf8');
const exampleOf = (language: string, word = 'verify'): string => {
  const found = fencesOf(page).find((one) => one.language === language && one.words.includes(word));
  if (!found) throw new Error(`the page has no ${language} ${word}`);
  return found.text;
};

const { secret } = newSigningKey('hmac');
const body = '{"type":"run.failed","data":{"olá":"ç"}}';
const message = { id: 'whm_1', at: new Date(), body };
const headers = signedHeaders([newSigningKey('hmac').secret, secret], message);

/** Where the packages of the examples are found. */
mkdirSync('node_modules/.cache/trama', { recursive: true });
const folder = mkdtempSync(path.resolve('node_modules/.cache/trama/docs-'));
afterAll(() => rmSync(folder, { recursive: true }));

type Verify = (secret: string, headers: Record<string, string>, body: string) => unknown;
const moduleOf = async (name: string, code: string): Promise<Verify> => {
  const file = path.join(folder, name);
  writeFileSync(file, code);
  return ((await import(file)) as { verify: Verify }).verify;
};

test('what the page shows in JavaScript takes a message of ours, and no other', async () => {
  const verify = await moduleOf('library.mjs', exampleOf('js'));
  expect(verify(secret, headers, body)).toEqual(JSON.parse(body));
  expect(() => verify(secret, headers, `${body} `)).toThrow('No matching signature');
});

test('what the page shows for key pairs takes a message of ours, and no other', async () => {
  const verify = await moduleOf('pair.mjs', exampleOf('js', 'verify-ed25519'));
  const pair = newSigningKey('ed25519');
  const signed = signedHeaders([pair.secret], message);
  expect(verify(pair.publicKey ?? '', signed, body)).toEqual(JSON.parse(body));
  expect(() => verify(pair.publicKey ?? '', signed, `${body} `)).toThrow('no signature fits');
});

test.skipIf(spawnSync('python3', ['--version']).status !== 0)(
  'what the page shows in Python takes a message of ours, and no other',
  () => {
    const ask = `${exampleOf('python')}
import sys
given = json.load(sys.stdin)
print(json.dumps(verify(given["secret"], given["headers"], given["body"].encode())))`;
    const run = (sent: string) =>
      spawnSync('python3', ['-c', ask], { input: JSON.stringify({ secret, headers, body: sent }), encoding: 'utf8' });
    expect(JSON.parse(run(body).stdout)).toEqual(JSON.parse(body));
    expect(run(`${body} `).stderr).toContain('no signature fits');
  },
);

test('what the page shows for a shell computes the signature', () => {
  const env = { SECRET: secret, ID: message.id, TIMESTAMP: headers['webhook-timestamp'] ?? '', BODY: body };
  const printed = execFileSync('bash', ['-c', exampleOf('sh')], { env: { PATH: '/usr/bin:/bin', ...env } });
  expect(headers['webhook-signature']?.split(' ')).toContain(printed.toString().trim());
});

test('the page names every type of message', () => {
  for (const type of EVENT_TYPE_NAMES) expect(page).toContain(`\`${type}\``);
});
