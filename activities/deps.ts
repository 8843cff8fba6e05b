import type { ActionServices } from '#connectors/action-context.ts';
import type { Mailer } from '#domain/mail/mailer.ts';
import type { OutboxRef } from '#domain/outbox/outbox-row.ts';
import type { ConnectionValue } from '#flow/contracts/connection-value.ts';
import type { Database } from '#prisma/with-tenant.ts';

/** What the activities of a worker work with; one of each a process. */
export interface ActivityDeps {
  database: Database;
  services: ActionServices;
  /** Opens a connection by id or name, its secret decrypted. Throws `missing_connection`. */
  openConnection(tenantId: string, idOrName: string): Promise<ConnectionValue>;
  /** Carries out rows that were just committed; what fails is left to the dispatcher. */
  carryOut(rows: OutboxRef[]): void;
  /** Letters of the product itself. */
  mail: Pick<Mailer, 'sendLater'>;
}
