import pg from 'pg';
import { hashPassword } from '#domain/identity/password.ts';
import { newId, parseId } from '#domain/ids.ts';

export interface Person {
  name: string;
  email: string;
  password: string;
}

/**
 * Another owner of a tenant, beside the one that the product makes: there is no call that makes people.
 * @param address of the database, as the role that may write in each tenant
 */
export async function secondPerson(address: string, tenantSlug: string, name: string): Promise<Person> {
  const user = parseId('usr', newId('usr'));
  const person = { name, email: `${user}@example.com`, password: 'correct horse' };
  const client = new pg.Client({ connectionString: address });
  await client.connect();
  try {
    await client.query('insert into users (id, email, name, password_hash) values ($1, $2, $3, $4)', [
      ...[user, person.email, name, await hashPassword(person.password)],
    ]);
    await client.query(
      `insert into memberships (tenant_id, user_id, role) select id, $1, 'owner' from tenants where slug = $2`,
      [user, tenantSlug],
    );
  } finally {
    await client.end();
  }
  return person;
}
