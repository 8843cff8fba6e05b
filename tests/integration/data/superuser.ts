import pg from 'pg';
import { inject } from 'vitest';

/** The server's superuser in the database of an address. Whoever asks ends it. */
export async function superuserOf(address: string): Promise<pg.Client> {
  const url = new URL(inject('templateDatabase').superuser);
  url.pathname = new URL(address).pathname;
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  return client;
}
