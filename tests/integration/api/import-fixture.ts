import { expect } from 'vitest';
import { createSession } from '#domain/identity/sessions.ts';
import { formatId } from '#domain/ids.ts';
import type { ImportDeps } from '#domain/privacy/import/carry-import.ts';
import { inviteSender } from '#domain/privacy/import/send-invites.ts';
import { type Account, type Answered, type ApiFixture } from './api-fixture.ts';

/** What a worker of that installation carries an import with; letters are kept. */
export const depsOf = ({ deps, letters }: ApiFixture): ImportDeps => ({
  database: deps.database,
  keys: deps.operations.keys,
  stores: deps.operations.stores,
  catalogue: deps.catalogue,
  now: Date.now,
  sendInvites: inviteSender({
    withTenant: deps.database.withTenant,
    mail: { sendLater: (letter) => void letters.push(letter) },
    pagesUrl: 'https://there.example',
  }),
});

export interface Owner extends Account {
  /** Calls in person. */
  ask(method: string, path: string, body?: unknown): Promise<Answered>;
}

/** A new account, in the person of its owner. */
export const ownerIn = async (fixture: ApiFixture): Promise<Owner> => {
  const account = await fixture.account();
  const { admin } = fixture.data.database;
  const [user] = await admin.sql<{ id: string }>`select id from users where email = ${account.email}`;
  const session = await createSession(admin.sql, {
    userId: formatId('usr', user?.id ?? ''),
    tenantId: account.tenantId,
    method: 'password',
  });
  const headers = { cookie: `trama_session=${session.token}`, origin: fixture.url };
  const ask = (method: string, path: string, body?: unknown) => {
    const [type, content] =
      body instanceof Uint8Array ? ['application/octet-stream', body] : ['application/json', JSON.stringify(body)];
    const init = { method, headers: { ...headers, 'content-type': type } };
    return fixture.fetch(path, body === undefined ? init : { ...init, body: content as RequestInit['body'] & object });
  };
  return { ...account, ask };
};

/** Sends an archive as the page does, and says that it is all. */
export const upload = async (owner: Owner, archive: Uint8Array, more: object = {}): Promise<string> => {
  const begun = await owner.ask('POST', '/v1/imports', { size: archive.length, ...more });
  expect(begun.status, begun.text).toBe(202);
  const half = Math.ceil(archive.length / 2);
  for (const [n, from] of [0, half].entries()) {
    const piece = archive.subarray(from, from + half);
    expect((await owner.ask('PUT', `/v1/imports/${begun.body.id}/pieces/${n}`, piece)).status).toBe(204);
  }
  expect((await owner.ask('POST', `/v1/imports/${begun.body.id}/start`, {})).status).toBe(202);
  return begun.body.id;
};
