import { expect, test } from 'vitest';
import { isAway, translateError } from './database-error.ts';

const driver = (code: string, message = 'x') => Object.assign(new Error(message), { code });

test('a database that is away, recovering, or out of room is unavailable, whoever noticed it', () => {
  for (const code of ['ECONNREFUSED', '57P01', '57P03', '08006', '53100', '53300'])
    expect(translateError(driver(code))).toMatchObject({ code: 'unavailable' });
  expect(translateError(Object.assign(new Error('prisma'), { cause: { originalCode: '53100' } }))).toMatchObject({
    code: 'unavailable',
  });
  expect(translateError(new Error('Connection terminated unexpectedly'))).toMatchObject({ code: 'unavailable' });
});

test('what it refuses stays what it was', () => {
  for (const code of ['23505', '42P01', '40001', '22P02']) {
    expect(isAway(driver(code))).toBe(false);
    expect(translateError(driver(code))).toMatchObject({ code });
  }
});

test('a text that PostgreSQL cannot hold is told of, not called a failure of ours', () => {
  for (const code of ['22021', '22P05']) expect(translateError(driver(code))).toMatchObject({ code: 'invalid' });
});
