import { fail } from '#api/frame/fail.ts';
import { connectionFields, parseConnectionInput } from '#connectors/connection-types.ts';
import type { ConnectionView } from '#domain/connections/connection-view.ts';
import { openConnection } from '#domain/connections/read-connection.ts';
import { type ConnectionChange, updateConnection } from '#domain/connections/write-connection.ts';
import type { JsonObject, Locale } from '#flow/json.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';

/**
 * Changes what the body names, and keeps the rest. The whole is checked again, so that no part fits only what another was
 * before. Hosts change only in a body that brings the secret, and of several every one: who knows one of them cannot lead
 * the others to a host of theirs.
 * @throws `not_found`, `invalid`, `conflict`
 */
export async function changeConnection(
  db: TenantDb,
  id: string,
  body: JsonObject,
  { by, locale }: { by: string; locale: Locale },
): Promise<ConnectionView> {
  const before = await openConnection(db, id);
  const { connector, name } = before;
  if (body.connector !== undefined && body.connector !== connector)
    throw fail('invalid', 'O conector não muda.', 'The connector does not change.', {
      errors: [{ pointer: '/connector', code: 'fixed', message: connector }],
    });
  const whole = parseConnectionInput(
    { ...connectionFields(before), ...body, connector, name: body.name ?? name },
    locale,
  );
  const secrets = Object.keys(whole.secret);
  const brought = secrets.filter((key) => Object.hasOwn(body, key));
  const sameHosts = before.hosts.toSorted().join() === whole.hosts.toSorted().join();
  const bringsSecret = sameHosts ? brought.length > 0 : brought.length === secrets.length;
  const change: ConnectionChange = { name: whole.name, config: whole.config, hosts: whole.hosts };
  return updateConnection(db, before.id, bringsSecret ? { ...change, secret: whole.secret } : change, by);
}
