import { createHash } from 'node:crypto';
import express from 'express';
import pg from 'pg';

const [databaseUrl = '', port = '0'] = process.argv.slice(2);

/** What reads do by hand: whose is the key, is it still good, and the row, as JSON. No other middleware, no policies. */
async function main(): Promise<void> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 20 });
  const keyOf = async (authorization = ''): Promise<{ tenant_id: string; name: string } | undefined> => {
    const hash = createHash('sha256').update(authorization.slice('Bearer '.length)).digest();
    const { rows } = await pool.query<{ tenant_id: string; name: string }>({
      name: 'key',
      text: `select k.tenant_id, t.name from api_keys k join tenants t on t.id = k.tenant_id
        where k.key_hash = $1 and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())`,
      values: [hash],
    });
    return rows[0];
  };
  const app = express();
  app.get('/me', async (req, res) => {
    const key = await keyOf(req.headers.authorization);
    if (!key) return void res.status(401).end();
    res.json({ tenant: { id: key.tenant_id, name: key.name } });
  });
  app.get('/flows/:id', async (req, res) => {
    const key = await keyOf(req.headers.authorization);
    if (!key) return void res.status(401).end();
    const { rows } = await pool.query({
      name: 'flow',
      text: 'select id, slug, name, draft, board, updated_at from flows where tenant_id = $1 and id = $2',
      values: [key.tenant_id, req.params.id],
    });
    if (rows.length === 0) return void res.status(404).end();
    res.json(rows[0]);
  });
  const server = app.listen(Number(port), '127.0.0.1', () => console.log('ready'));
  process.on('SIGTERM', () => {
    server.closeAllConnections();
    server.close(() => void pool.end().then(() => process.exit(0)));
  });
}

await main();
