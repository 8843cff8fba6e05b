import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { MasterKey } from '#config/master-key.ts';
import { carryRotation } from '#domain/keys/carry-rotation.ts';
import { dropRetiredKeys } from '#domain/keys/retired-keys.ts';
import type { Database } from '#prisma/with-tenant.ts';
import { Repeating } from './repeating.ts';

/** How soon somebody takes up what an operator asked for. */
const LOOK_MS = 3_000;
const TIDY_MS = 60_000;

interface Deps {
  database: Database;
  masters: readonly MasterKey[];
  log: Logger;
}

/** Carries out rotations of keys, a batch at a time, and drops keys that nothing needs any more. */
export class KeyRotation {
  readonly #carrying: Repeating;
  readonly #tidying: Repeating;

  constructor({ database, masters, log }: Deps) {
    const owner = randomUUID();
    this.#carrying = new Repeating(
      async () => ((await carryRotation({ database, masters, owner })) ? 0 : LOOK_MS),
      (err) => log.error({ err }, 'rotation of keys'),
    );
    this.#tidying = new Repeating(
      async () => {
        const dropped = await dropRetiredKeys(database);
        if (dropped > 0) log.info({ dropped }, 'data keys that nothing needs any more are gone');
        return TIDY_MS;
      },
      (err) => log.error({ err }, 'retired keys'),
    );
  }

  async stop(): Promise<void> {
    await Promise.all([this.#carrying.stop(), this.#tidying.stop()]);
  }
}
