import pg from 'pg';
import { SettingError } from '#config/env.ts';

const PATIENCE_MS = 15_000;
const TRIES = 3;

/**
 * A connection for what is done once at the start. An address where nobody listens fails at once; no answer in time is
 * tried again, for a machine that builds and starts everything at once does not get to read the answer that it has.
 */
export async function startClient(connectionString: string): Promise<pg.Client> {
  for (let tries = 1; ; tries++) {
    const client = new pg.Client({ connectionString, connectionTimeoutMillis: PATIENCE_MS });
    try {
      await client.connect();
      return client;
    } catch (error) {
      await client.end().catch(() => undefined);
      const late = error instanceof Error && error.message === 'timeout expired';
      if (!late || tries === TRIES) throw error;
    }
  }
}

/** The same for the address that was given as DATABASE_URL. @throws {SettingError} where it does not answer */
export const startGiven = (url: string): Promise<pg.Client> =>
  startClient(url).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SettingError(
      'DATABASE_URL',
      `o banco não respondeu (${reason})`,
      `the database does not answer (${reason})`,
    );
  });
