import { inject } from 'vitest';
import { createUser } from '#domain/identity/users.ts';
import { parseId } from '#domain/ids.ts';
import { createWorkspace } from '#domain/people/workspaces.ts';
import { databaseOf } from '#scripts/database-of.ts';

/** Whom the settings of the product that all files share name as its operator. */
export const OPERATOR = { email: 'operador@trama.example', password: 'gaveta azul 47 trovoada' };

/** The operator, with an account of their own, is there: whichever file comes first makes them. */
export async function ensureOperator(): Promise<void> {
  const database = await databaseOf(inject('data'));
  try {
    await database.admin.transaction(async (sql) => {
      await sql`select pg_advisory_xact_lock(hashtext('tests/operator'))`;
      const [known] = await sql`select 1 from users where email = ${OPERATOR.email}`;
      if (known) return;
      const userId = await createUser(database.admin.sql, { ...OPERATOR, name: 'Olga', emailVerified: true });
      const zone = { timezone: 'America/Sao_Paulo', locale: 'pt-BR' } as const;
      const own = await createWorkspace(database, { name: 'Trama', ...zone, userId });
      await database.admin.sql`update tenants set onboarded_at = now() where id = ${parseId('ten', own)}`;
    });
  } finally {
    await database.close();
  }
}
