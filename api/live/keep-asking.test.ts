import { expect, test } from 'vitest';
import type { Caller } from '#api/frame/caller.ts';
import { fail } from '#api/frame/fail.ts';
import { keepAsking } from './keep-asking.ts';

const caller = (scopes: string[], tenant = 'ten_1') =>
  ({
    tenant: { id: tenant },
    principal: 'user:usr_1',
    impersonator: null,
    scopes: new Set(scopes),
  }) as unknown as Caller;
const opened = caller(['runs:read']);

/** How often it was asked before the stream was cut. */
const asked = (...answers: (() => Caller | null)[]): Promise<number> =>
  new Promise((done) => {
    let at = 0;
    const ask = async () => {
      const next = answers[Math.min(at++, answers.length - 1)];
      return next ? next() : null;
    };
    const end = keepAsking(
      opened,
      ask,
      () => {
        end();
        done(at);
      },
      1,
    );
  });
const refuse = (code: 'unauthorized' | 'internal') => (): never => {
  throw fail(code, 'não', 'no');
};

test('a stream is cut once who opened it is refused, is nobody, looks elsewhere, or has lost a right', async () => {
  for (const over of [refuse('unauthorized'), () => null, () => caller(['runs:read'], 'ten_2'), () => caller([])])
    expect(await asked(() => opened, over)).toBe(2);
});

test('what fails on our side, or gives more rights, cuts nothing', async () => {
  const wider = () => caller(['runs:read', 'runs:write']);
  expect(
    await asked(
      refuse('internal'),
      wider,
      () => caller(['*']),
      () => null,
    ),
  ).toBe(4);
});
