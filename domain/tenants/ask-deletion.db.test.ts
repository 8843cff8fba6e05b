import { afterAll, expect, test } from 'vitest';
import { createDatabase } from '#prisma/with-tenant.ts';
import { dataFixture, SECRET } from '#tests/integration/data/data-fixture.ts';
import { createSession } from '../identity/sessions.ts';
import { newId, parseId } from '../ids.ts';
import { askDeletion } from './ask-deletion.ts';

const fixture = await dataFixture();
afterAll(() => fixture.close());

test('where signing everybody out broke off, asking again does it, and leaves those in who signed in since', async () => {
  const tenantId = await fixture.tenant();
  const { database } = fixture;
  const user = newId('usr');
  await database.admin.sql`
    insert into users (id, email, name) values (${parseId('usr', user)}, 'eva@example.com', 'Eva')`;
  const signIn = () => createSession(database.admin.sql, { userId: user, tenantId, method: 'password' });
  const ask = (by: typeof database) =>
    askDeletion(by, tenantId, { name: 'T', days: 14, by: `user:${user}`, sessionId: null, nowMs: Date.now() });
  const signedIn = () => database.admin.sql`select 1 from identity.sessions where revoked_at is null`;

  await signIn();
  await database.admin.sql`update identity.sessions set created_at = now() - interval '1 hour'`;
  const gone = createDatabase({ appUrl: fixture.urls.app, adminUrl: fixture.urls.admin, secret: SECRET });
  await gone.ready();
  await gone.admin.close();
  await expect(ask(gone)).rejects.toThrow();
  await gone.close().catch(() => undefined);
  expect(await signedIn()).toHaveLength(1);

  await expect(ask(database)).rejects.toMatchObject({ code: 'conflict' });
  expect(await signedIn()).toEqual([]);
  await signIn();
  await database.admin
    .sql`update identity.sessions set created_at = now() + interval '1 hour' where revoked_at is null`;
  await expect(ask(database)).rejects.toMatchObject({ code: 'conflict' });
  expect(await signedIn()).toHaveLength(1);
});
