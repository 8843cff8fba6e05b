import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readEnv } from '#config/env.ts';

const page = readFileSync('docs/billing.md', 'utf8');

interface Stand {
  script: string;
  flags: Map<string, string>;
  /** What the product is told to find it. */
  settings: Record<string, string>;
}

/** What to type to have a stand-in of a provider, and the settings that stand beside it. */
const stands: Stand[] = page.split('\n').flatMap((line) => {
  const [, script, rest = ''] = /`npx tsx (tests\/simulators\/\S+)([^`]*)`/.exec(line) ?? [];
  if (script === undefined) return [];
  const flags = new Map([...rest.matchAll(/--(\w+) (\S+)/g)].map(([, name = '', value = '']) => [name, value]));
  const named = [...line.matchAll(/`([A-Z][A-Z_]+)=([^`]+)`/g)].map(([, name = '', value = '']) => [name, value]);
  return [{ script, flags, settings: Object.fromEntries(named) as Record<string, string> }];
});

test('both providers have a stand-in', () => {
  expect(stands.map(({ script }) => script)).toEqual([
    'tests/simulators/stripe/main.ts',
    'tests/simulators/mercado-pago/main.ts',
  ]);
});

test.each(stands)('$script is begun as it is told, and tells the product with the secret that it knows', (stand) => {
  expect(existsSync(stand.script)).toBe(true);
  const source = readFileSync(stand.script, 'utf8');
  for (const flag of stand.flags.keys()) expect(source).toContain(`${flag}: { type: 'string'`);
  // A name that is none would be refused.
  const { PORT } = readEnv(stand.settings);
  const { flags, settings } = stand;
  const base = settings.STRIPE_API_BASE ?? settings.MERCADOPAGO_API_BASE;
  const port = flags.get('port') ?? /port: \{ type: 'string', default: '(\d+)'/.exec(source)?.[1];
  expect(base).toBe(`http://127.0.0.1:${port}`);
  const provider = settings.STRIPE_API_BASE ? 'stripe' : 'mercado_pago';
  const told = flags.get('deliver') ?? flags.get('notify');
  expect(told).toBe(`http://localhost:${PORT}/hooks/billing/${provider}`);
  expect(settings.STRIPE_WEBHOOK_SECRET ?? settings.MERCADOPAGO_WEBHOOK_SECRETS).toBe(flags.get('secret'));
});
