import { failure } from '#flow/errors.ts';
import type { Database } from '#prisma/with-tenant.ts';
import type { OperatorDeed } from '../access/block.ts';
import { formatId } from '../ids.ts';
import { createWorkspace } from '../people/workspaces.ts';
import type { Place } from '../placement/ask-placement.ts';
import { tellBirths } from '../placement/place-at-birth.ts';

export interface NewTenant extends OperatorDeed {
  /** `ten_…`; made twice under it, it is made once. Missing: a new one. */
  id?: string | undefined;
  name: string;
  plan: string;
  place: Place;
  /** A person who is here already. */
  owner: { email: string } | { userId: string };
}

const ownerOf = async ({ admin }: Database, owner: NewTenant['owner']): Promise<string> => {
  if ('userId' in owner) return owner.userId;
  const [person] = await admin.sql<{ id: string }>`
    select id from users where email = ${owner.email.trim().toLowerCase()} and disabled_at is null`;
  if (person) return formatId('usr', person.id);
  throw failure(
    'not_found',
    'Ninguém com este e-mail entra nesta instalação. Crie a conta em seu nome e convide a pessoa para ela.',
    'Nobody of this e-mail comes into this installation. Make the tenant in your own name and invite the person to it.',
  );
};

/**
 * A tenant that an operator makes for somebody. It stands with the first transaction; one with a schema of its own is let in when
 * the workers have made that. @throws `not_found` without such a person, `limit_exceeded`
 */
export const createTenant = async (
  database: Database,
  { id, name, plan, place, owner, by, reason }: NewTenant,
): Promise<string> => {
  const userId = await ownerOf(database, owner);
  const tenantId = await createWorkspace(database, {
    id,
    name,
    timezone: 'America/Sao_Paulo',
    locale: 'pt-BR',
    userId,
    operator: { by, reason, plan, place },
  });
  await tellBirths(database);
  return tenantId;
};
