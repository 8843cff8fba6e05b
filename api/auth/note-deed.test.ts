import { pino } from 'pino';
import { expect, test } from 'vitest';
import { noteDeed } from './note-deed.ts';

test('a tenant whose audit cannot be written now keeps the others from none, and the answer from nobody; the log says so', async () => {
  const said: string[] = [];
  const log = pino({}, { write: (line: string) => void said.push(line) });
  const asked: string[] = [];
  const withTenant = (id: string): Promise<never> => {
    asked.push(id);
    return Promise.reject(new Error('it is being moved'));
  };
  await noteDeed(
    { database: { withTenant }, log },
    { action: 'account.password.reset', userId: 'usr_1', tenantIds: ['ten_1', 'ten_2'] },
  );
  expect(asked).toEqual(['ten_1', 'ten_2']);
  expect(said.map((line) => JSON.parse(line).tenantId)).toEqual(['ten_1', 'ten_2']);
});
