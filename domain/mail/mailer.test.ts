import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { OutsideClosed } from '#config/outside-calls.ts';
import { mailServer } from '#tests/simulators/mail-server.ts';
import { createMailer } from './mailer.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'trama-mail-'));
afterAll(() => rmSync(folder, { recursive: true }));

const letter = { to: 'ana@example.com', subject: 'Seu link\r\nBcc: x@y.example', text: 'Abra: https://t.example/#abc' };
const from = 'Trama <no-reply@t.example>';

test('a letter goes out by the server that is set, and its subject stays one line', async () => {
  const server = await mailServer();
  const smtpUrl = `smtp://127.0.0.1:${server.port}/?ignoreTLS=true`;
  const mail = createMailer({ smtpUrl, from, folder, onLost: () => {}, onKept: () => {} });
  mail.sendLater(letter);
  await mail.close();
  await server.close();
  const [got] = server.received;
  expect([got?.from, got?.to, got?.mail.subject]).toEqual([
    'no-reply@t.example',
    ['ana@example.com'],
    'Seu link Bcc: x@y.example',
  ]);
  expect(got?.mail.text?.trim()).toBe(letter.text);
});

test('mailboxes that take nothing for now say nothing of the server; a server that goes away is left alone', async () => {
  let [code, asked] = [451, 0];
  const server = await mailServer({
    onRcptTo: (_address, _session, done) => {
      asked += 1;
      done(Object.assign(new Error('not now'), { responseCode: code }));
    },
  });
  const smtpUrl = `smtp://127.0.0.1:${server.port}/?ignoreTLS=true`;
  const mail = createMailer({ smtpUrl, from, folder, onLost: () => {}, onKept: () => {} });
  for (let n = 0; n < 6; n++) await expect(mail.send(letter)).rejects.toMatchObject({ responseCode: 451 });
  expect(asked).toBe(6);
  code = 421;
  for (let n = 0; n < 5; n++) await expect(mail.send(letter)).rejects.toMatchObject({ responseCode: 421 });
  await expect(mail.send(letter)).rejects.toBeInstanceOf(OutsideClosed);
  await server.close();
  expect(asked).toBe(11);
});

test('without a server letters lie in a folder that only we read; in production they are lost, which is said', async () => {
  const kept: string[] = [];
  const lost: unknown[] = [];
  const options = {
    smtpUrl: null,
    from,
    onLost: (error: unknown) => lost.push(error),
    onKept: (f: string) => kept.push(f),
  };
  const mail = createMailer({ ...options, folder });
  await mail.send(letter);
  const [file = ''] = readdirSync(folder);
  expect([kept.length, statSync(path.join(folder, file)).mode & 0o77]).toEqual([1, 0]);
  expect(readFileSync(path.join(folder, file), 'utf8')).toContain('https://t.example/#abc');
  const silent = createMailer({ ...options, folder: null });
  silent.sendLater(letter);
  await silent.close();
  expect(String(lost[0])).toMatch(/SMTP_URL/);
});
