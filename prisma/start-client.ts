import pg from 'pg';

/** A machine that starts everything at once, and builds besides, is slow, not away. */
const PATIENCE_MS = 30_000;

/** A connection for what is done once at the start. An address where nobody listens still fails at once. */
export const startClient = (connectionString: string): pg.Client =>
  new pg.Client({ connectionString, connectionTimeoutMillis: PATIENCE_MS });
