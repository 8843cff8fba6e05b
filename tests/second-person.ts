import pg from 'pg';
import { createUser } from '#domain/identity/users.ts';
import { newId, parseId } from '#domain/ids.ts';
import { queryOn } from '#prisma/sql.ts';

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
  const person = { name, email: `${newId('usr')}@example.com`, password: 'correct horse' };
  const client = new pg.Client({ connectionString: address });
  await client.connect();
  try {
    const id = await createUser(
      queryOn(client, () => {}),
      { ...person, emailVerified: true },
    );
    await client.query(
      `insert into memberships (tenant_id, user_id, role) select id, $1, 'owner' from tenants where slug = $2`,
      [parseId('usr', id), tenantSlug],
    );
  } finally {
    await client.end();
  }
  return person;
}
