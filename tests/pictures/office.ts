import { sleep } from '#scripts/embedded/processes.ts';
import type { Studio } from '../builder-figures/studio.ts';
import type { S3Account } from '../simulators/s3-server.ts';

export interface Office {
  /** A webhook endpoint that was told of some things. */
  endpoint: string;
}

/** `erp`: where programs are. What an account has that others work with: roles, invites, keys with their calls, endpoints. */
export async function openOffice(studio: Studio, erp: string): Promise<Office> {
  const { id: counter } = await studio.call('POST', '/v1/roles', {
    name: 'Balcão',
    description: 'Quem atende e aprova pedidos',
    scopes: ['runs:read', 'approvals:read', 'approvals:write', 'tenant:read'],
  });
  for (const [email, role] of [
    ['fernanda@oficina.example', 'admin'],
    ['gui@oficina.example', counter],
    ['helena@contabilidade.example', 'viewer'],
  ])
    await studio.call('POST', '/v1/invites', { email, role });
  const expiresAt = new Date(Date.now() + 4 * 86_400_000).toISOString();
  const made = [
    { name: 'ERP da loja', scopes: ['flows:read', 'runs:read', 'runs:write'] },
    { name: 'Site', scopes: ['events:write'], expiresAt, perMinute: 60 },
  ];
  const keys: string[] = [];
  for (const one of made) keys.push(String((await studio.call('POST', '/v1/api-keys', one)).key));
  const ask = (key: string | undefined, path: string) =>
    fetch(`${studio.demo.url}/v1${path}`, { headers: { authorization: `Bearer ${key}` } });
  for (let n = 0; n < 12; n++)
    for (const path of ['/flows', '/runs?limit=5', '/approvals']) await ask(keys[n % 5 === 4 ? 1 : 0], path);
  const { id: endpoint } = await studio.call('POST', '/v1/webhook-endpoints', {
    ...{ url: `${erp}/pedidos/avisos`, description: 'ERP da loja', eventTypes: ['run.succeeded', 'run.failed'] },
    secretHeaders: { 'x-chave': 'abre-te-sesamo' },
  });
  await studio.call('POST', '/v1/webhook-endpoints', { url: `${erp}/estoque`, description: 'Estoque' });
  return { endpoint };
}

/** The audit goes into a bucket every day, and went there once. */
export async function exportDaily(studio: Studio, endpoint: string, account: S3Account): Promise<void> {
  const { bucket, region, key: accessKey, secret: secretKey } = account;
  const address = '/v1/audit/export-schedule';
  const where = { endpoint, region, bucket, prefix: 'loja', accessKey, secretKey };
  await studio.call('PUT', address, { ...where, format: 'jsonl', gzip: true, hour: 3 });
  await studio.call('POST', `${address}/run`);
  for (let tries = 0; tries < 120; tries++) {
    const { schedule } = await studio.call('GET', address);
    if ((schedule as { lastAt: string | null }).lastAt !== null) return;
    await sleep(500);
  }
  throw new Error('the audit was not exported');
}
