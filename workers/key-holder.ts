import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { MasterKey } from '#config/master-key.ts';
import { forgetHolder, tellHeld } from '#domain/keys/key-holders.ts';
import type { Database } from '#prisma/with-tenant.ts';
import { Repeating } from './repeating.ts';

const TELL_MS = 20_000;

/** Tells the others which master keys this process has, as long as it runs: none of them is dropped before it has a newer one. */
export const holdMasters = async (
  { admin }: Pick<Database, 'admin'>,
  masters: readonly MasterKey[],
  log: Logger,
): Promise<{ stop(): Promise<void> }> => {
  const process = randomUUID();
  // Before anything is served: whoever reads a secret is known to have its key.
  await tellHeld(admin, process, masters);
  const telling = new Repeating(
    async () => {
      await tellHeld(admin, process, masters);
      return TELL_MS;
    },
    (err) => log.warn({ err }, 'master keys of this process'),
  );
  return {
    stop: async () => {
      await telling.stop();
      await forgetHolder(admin, process).catch(() => undefined); // it is taken for gone after a minute anyway
    },
  };
};
