import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { crashText, openLog, withoutCredentials } from './open-log.ts';

const logged = (write: (log: ReturnType<typeof openLog>) => void): string => {
  let text = '';
  const to = new Writable({
    write: (chunk, _encoding, done) => {
      text += String(chunk);
      done();
    },
  });
  write(openLog('info', to));
  return text;
};

test('texts lose what opens something, and keep what they are about', () => {
  const said = 'GET https://ana:pw@a.example/x?page=2&access_token=abc.def#code=99 with Bearer eyJ.a.b failed';
  expect(withoutCredentials(said)).toBe(
    'GET https://ana:[redacted]@a.example/x?page=2&access_token=[redacted]#code=[redacted] with Bearer [redacted] failed',
  );
  expect(withoutCredentials('https://api.telegram.org/bot12345:AAE-x_y/getMe')).toBe(
    'https://api.telegram.org/bot[redacted]/getMe',
  );
  expect(withoutCredentials('the key trm_abcdefgh12 of the code base')).toBe('the key [redacted] of the code base');
});

test('headers and errors in a line carry no secret: of an error only what helps is told', () => {
  const cause = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED', headers: { x: 'canary-1' } });
  const error = Object.assign(new Error('Bearer canary-2', { cause }), {
    query: 'canary-3',
    details: { a: 'canary-4' },
  });
  expect(crashText(error)).toMatch(/Bearer \[redacted\][^]*\[cause\]: Error: connect ECONNREFUSED/);
  expect(crashText(error)).not.toContain('canary');
  const text = logged((log) => {
    log.info({ headers: { authorization: 'canary-5', cookie: 'canary-6' }, token: 'canary-7' }, 'x');
    log.error({ err: error }, 'y');
  });
  expect(text).not.toContain('canary');
  expect(JSON.parse(text.trim().split('\n')[1] ?? '')).toMatchObject({
    msg: 'y',
    err: { message: 'Bearer [redacted]', cause: { code: 'ECONNREFUSED' } },
  });
});
