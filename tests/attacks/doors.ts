import type { ApiFixture } from '#tests/integration/api/api-fixture.ts';
import type { Side } from './crawl.ts';
import type { Operation, Parameter, Schema } from './operations.ts';

const TEXT: Schema = { type: 'string' };
const object = (properties: Record<string, Schema>): Schema => ({
  ...{ type: 'object', required: Object.keys(properties), properties },
});

const parts = (path: string, known: Record<string, Schema>): Parameter[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({ name, in: 'path', schema: known[name] ?? TEXT }));

/** A call that no document names. `known`: of the parts of its address. */
function door(method: string, path: string, more: { known?: Record<string, Schema>; query?: string[]; body?: Schema }) {
  const { known = {}, query = [], body = null } = more;
  const asked = query.map((name): Parameter & { required: true } => ({
    name,
    in: 'query',
    schema: TEXT,
    required: true,
  }));
  const rest = { body, example: undefined, media: null, live: false, outside: true as const };
  return { ...{ method, path, parameters: [...parts(path, known), ...asked] }, ...rest };
}

/** A link to a file of the attacker, closed by its own key: whose it is stands before it, and is open to change. */
async function ownLink({ deps }: ApiFixture, { account, tenantUuid }: Side): Promise<string> {
  const file = await deps.files.store.put(account.tenantId, {
    ...{ bytes: Buffer.from(tenantUuid), name: 'meu.txt', type: 'text/plain' },
  });
  const about = { file: file.file, name: file.name, type: file.type, show: false };
  const link = await deps.files.links.link({ tenantId: account.tenantId, ...about, expiresAt: deps.now() + 3_600_000 });
  return link.split('/f/')[1]?.split('/')[0]?.split('.')[1] ?? '';
}

/**
 * The doors outside the OpenAPI document: webhooks, deliveries of bots, links of files and approvals, what providers send
 * people back to, better-auth, the operators' side, and what is open to all.
 */
export async function doorsOf(fixture: ApiFixture, attacker: Side, victim: Side): Promise<Operation[]> {
  // Both have a workspace, and what leads to it is known to everybody who was sent a link.
  for (const side of [attacker, victim]) {
    side.good.set('workspace', new Set([side.account.slug]));
    side.good.set('workspaceId', new Set([side.account.tenantId]));
    side.loot.texts.add(side.account.slug);
  }
  const mine: Schema = { enum: [attacker.account.slug] };
  const hook: Schema = { enum: [`${attacker.mark}-hook`, `${victim.mark}-hook`] };
  const known = {
    ...{ mine, hook, connection: { pattern: '^con_[0-9a-f]{32}$' }, workspaceId: { pattern: '^ten_[0-9a-f]{32}$' } },
    ...{ number: { enum: [1, 2] }, sealed: { enum: [await ownLink(fixture, attacker)] } },
  };
  const payloads = object({ payloads: { type: 'array', items: object({ metadata: object({}), data: TEXT }) } });
  const update = object({ update_id: { type: 'integer' }, message: object({ text: TEXT }) });
  const paid = object({ id: TEXT, type: TEXT, data: object({ object: object({ id: TEXT, customer: TEXT }) }) });
  const open = ['/.well-known/jwks.json', '/healthz', '/readyz', '/metrics', '/docs', '/v1/postman.json'];
  const sent = { known, body: object({ id: TEXT, note: TEXT }) };
  return [
    // Whose webhook it is stands in the address: with the own name nothing of another is reached.
    ...['get', 'post', 'put'].map((method) =>
      door(method, '/hooks/{mine}/{hook}', method === 'get' ? { known } : sent),
    ),
    door('post', '/hooks/{workspace}/nowhere', sent),
    door('post', '/telegram/{connection}/{secret}', { known, body: update }),
    // Signed by whoever takes the money, or refused; it reads nothing back.
    door('post', '/hooks/billing/stripe', { body: paid }),
    ...[door('get', '/f/{workspaceId}:{number}.{sealed}', { known }), door('get', '/f/{token}/{name}', {})],
    ...[door('get', '/a/{token}', {}), door('post', '/a/{token}', { body: object({ decision: TEXT }) })],
    door('get', '/oauth/callback', { query: ['state', 'code'] }),
    ...['google', 'github'].map((name) => door('get', `/v1/auth/callback/${name}`, { query: ['state', 'code'] })),
    door('get', '/v1/auth/passkey/list-user-passkeys', { query: ['userId'] }),
    door('post', '/v1/auth/passkey/delete-passkey', { body: object({ id: TEXT }) }),
    door('post', '/v1/auth/update-user', { body: object({ name: TEXT, id: TEXT, userId: TEXT }) }),
    door('post', '/v1/auth/reset-password', { body: object({ token: TEXT, newPassword: TEXT }) }),
    ...['decode', 'encode', 'download'].map((name) => door('post', `/codec/${name}`, { body: payloads })),
    ...['rotate-keys', 'erase'].map((name) => door('post', `/operator/tenants/{workspace}/${name}`, { known })),
    ...[door('get', '/operator/keys', {}), door('post', '/operator/keys/drop-master', { body: object({ id: TEXT }) })],
    ...open.map((path) => door('get', path, {})),
  ];
}
