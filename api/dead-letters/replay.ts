import type { ApiDeps } from '#api/deps.ts';
import type { Caller } from '#api/frame/caller.ts';
import { carryOut } from '#api/runs/carry-out.ts';
import { readUpdate } from '#connectors/telegram/read-update.ts';
import { sendAgain } from '#domain/approvals/due-messages.ts';
import { openConnection } from '#domain/connections/read-connection.ts';
import { takeBack } from '#domain/conversations/bots.ts';
import { receiveMessage } from '#domain/conversations/receive-message.ts';
import type { DeadLetter } from '#domain/dead-letters/dead-letter.ts';
import { holdLetter, settleLetter } from '#domain/dead-letters/settle-letter.ts';
import type { OutboxRef } from '#domain/outbox/outbox-row.ts';
import { readTrigger } from '#flow/admission.ts';
import { failure, TramaError } from '#flow/errors.ts';
import type { JsonObject } from '#flow/json.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';

const gone = () =>
  failure(
    'conflict',
    'Não há mais a quem entregar: a conexão ou o pedido não existe mais.',
    'There is nobody left to deliver to: the connection or the request is gone.',
  );

/** Takes a message in as if it came now: the conversation, the run that asked, or the flows that listen. */
const takeIn = async (db: TenantDb, { connection, raw = null }: JsonObject): Promise<OutboxRef[]> => {
  const opened = await openConnection(db, String(connection)).catch((error: unknown) => {
    if (error instanceof TramaError && error.code !== 'unavailable') throw gone();
    throw error;
  });
  const read = readUpdate(raw);
  const account = { id: String(connection), name: opened.name, channel: 'telegram' as const };
  await takeBack(db, account, read.externalId);
  return (await receiveMessage(db, account, read, readTrigger)).outbox;
};

const remind = async (db: TenantDb, { approvalId, n }: JsonObject): Promise<OutboxRef[]> => {
  if (!(await sendAgain(db, String(approvalId), Number(n)))) throw gone();
  return [];
};

/**
 * Tries once more what was given up, in one transaction with the word that it was: what fails leaves the letter open.
 * @throws `not_found`, `conflict` where it was settled, or nobody is left to deliver to; what taking it in throws
 */
export async function replayLetter(deps: ApiDeps, caller: Caller, id: string): Promise<DeadLetter> {
  const { letter, outbox } = await deps.database.withTenant(caller.tenant.id, async (db) => {
    const { row, payload } = await holdLetter(db, id);
    const told = row.kind === 'message' ? await takeIn(db, payload) : await remind(db, payload);
    return { letter: await settleLetter(db, row, 'replayed', caller.principal), outbox: told };
  });
  carryOut(deps, outbox);
  return letter;
}
