import { createHash } from 'node:crypto';
import express, { type Request, type Response } from 'express';
import pg from 'pg';
import { authenticate } from '#api/auth/authenticate.ts';
import type { ApiDeps } from '#api/deps.ts';
import type { Caller } from '#api/frame/caller.ts';
import type { RequestFacts } from '#api/frame/route.ts';
import { getFlow } from '#api/routes/flows/edit-flow.ts';
import { actionCatalogue } from '#connectors/actions.ts';
import { coreTypes } from '#flow/core/core-types.ts';
import { databaseOf } from '../database-of.ts';

const [databaseUrl = '', port = '0', data = ''] = process.argv.slice(2);
const POOL = 20;

const pool = new pg.Pool({ connectionString: databaseUrl, max: POOL });

/** Whose is the key, and is it still good. */
async function keyOf({ headers }: Request): Promise<{ tenant_id: string; name: string } | undefined> {
  const hash = createHash('sha256')
    .update((headers.authorization ?? '').slice('Bearer '.length))
    .digest();
  const { rows } = await pool.query<{ tenant_id: string; name: string }>({
    name: 'key',
    text: `select k.tenant_id, t.name from api_keys k join tenants t on t.id = k.tenant_id
      where k.key_hash = $1 and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())`,
    values: [hash],
  });
  return rows[0];
}

/** Reads by hand: the row, as JSON. No other middleware, no policies. */
async function flowByHand(req: Request, res: Response): Promise<void> {
  const key = await keyOf(req);
  if (!key) return void res.status(401).end();
  const { rows } = await pool.query({
    name: 'flow',
    text: 'select id, slug, name, draft, board, updated_at from flows where tenant_id = $1 and id = $2',
    values: [key.tenant_id, req.params.id],
  });
  if (rows.length === 0) return void res.status(404).end();
  res.json(rows[0]);
}

/** Our own handler, on an Express server that has nothing of ours in front of it. */
async function ourHandler(): Promise<(req: Request, res: Response) => Promise<void>> {
  const database = await databaseOf(data, POOL);
  const catalogue = new Map([...coreTypes.map((type) => [type.type, type] as const), ...actionCatalogue()]);
  // Erasure: of the two, the handler of this read asks for no other parts.
  const deps = { database, catalogue, settings: { hooksUrl: null, publicUrl: null } } as unknown as ApiDeps;
  const request = { locale: 'pt-BR', origin: `http://127.0.0.1:${port}` } as RequestFacts;
  let caller: Caller | null = null;
  return async (req, res) => {
    if (!(await keyOf(req))) return void res.status(401).end();
    caller ??= await authenticate(database.admin, req.headers, req.ip ?? '', {});
    if (!caller) return void res.status(401).end();
    const answer = await getFlow.handle(
      { caller, params: { flow: String(req.params.id) }, query: {}, body: undefined, request, ...NOTHING },
      deps,
    );
    if (answer.kind === 'json') res.status(answer.status).json(answer.body);
  };
}

const NOTHING = { bytes: new Uint8Array(), resourceId: undefined };

async function main(): Promise<void> {
  const app = express();
  app.get('/me', async (req, res) => {
    const key = await keyOf(req);
    if (!key) return void res.status(401).end();
    res.json({ tenant: { id: key.tenant_id, name: key.name } });
  });
  app.get('/flows/:id', flowByHand);
  app.get('/ours/flows/:id', await ourHandler());
  const server = app.listen(Number(port), '127.0.0.1', () => console.log('ready'));
  process.on('SIGTERM', () => {
    server.closeAllConnections();
    server.close(() => process.exit(0));
  });
}

await main();
