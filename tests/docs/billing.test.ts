import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readEnv } from '#config/env.ts';
import { fencesOf } from './fences.ts';

const page = readFileSync('docs/billing.md', 'utf8');

interface Typed {
  script: string;
  flags: Map<string, string>;
}
interface Stand extends Typed {
  /** What the product is told to find it. */
  settings: Record<string, string>;
}

const flagsOf = (text: string) =>
  new Map([...text.matchAll(/--(\w+) (\S+)/g)].map(([, name = '', value = '']) => [name, value]));
const settingsOf = (text: string, name: RegExp): Record<string, string> =>
  Object.fromEntries([...text.matchAll(name)].map(([, key = '', value = '']) => [key, value]));

const AT_STANDS: Record<string, { base: string; secret: string; flag: string; provider: string }> = {
  'tests/simulators/stripe/main.ts': {
    ...{ base: 'STRIPE_API_BASE', secret: 'STRIPE_WEBHOOK_SECRET', flag: 'deliver', provider: 'stripe' },
  },
  'tests/simulators/mercado-pago/main.ts': {
    ...{ base: 'MERCADOPAGO_API_BASE', secret: 'MERCADOPAGO_WEBHOOK_SECRETS' },
    ...{ flag: 'notify', provider: 'mercado_pago' },
  },
};

/** What to type to have a stand-in of a provider, and the settings that stand beside it. */
const told: Stand[] = page.split('\n').flatMap((line) => {
  const [, script, rest = ''] = /`npx tsx (tests\/simulators\/\S+)([^`]*)`/.exec(line) ?? [];
  if (script === undefined) return [];
  return [{ script, flags: flagsOf(rest), settings: settingsOf(line, /`([A-Z][A-Z_]+)=([^`]+)`/g) }];
});

/** What is typed to live through all of it by hand, line by line. */
const byHand = fencesOf(page)
  .filter(({ language }) => language === 'sh')
  .flatMap(({ text }) => text.split('\n'));
const exported = settingsOf(byHand.filter((line) => line.startsWith('export ')).join(' '), /\b([A-Z][A-Z_]+)=(\S+)/g);
const typed: Typed[] = byHand.flatMap((line) => {
  const [, script, rest = ''] = /^npx tsx (\S+)(.*)$/.exec(line) ?? [];
  return script === undefined ? [] : [{ script, flags: flagsOf(rest) }];
});

const stands: Stand[] = [...told, ...typed.map((one) => ({ ...one, settings: exported }))];

test('both providers have a stand-in, where they are told of and where all is lived through', () => {
  const both = Object.keys(AT_STANDS);
  expect(stands.map(({ script }) => script)).toEqual([...both, ...both]);
});

const flagsAreThere = ({ script, flags }: Typed): void => {
  expect(existsSync(script)).toBe(true);
  const source = readFileSync(script, 'utf8');
  for (const flag of flags.keys()) expect(source).toContain(`${flag}: { type: 'string'`);
};

test.each(stands)('$script is begun as it is told, and tells the product with the secret that it knows', (stand) => {
  flagsAreThere(stand);
  const { script, flags, settings } = stand;
  const { PORT } = readEnv(settings);
  const at = AT_STANDS[script];
  const port = flags.get('port') ?? /port: \{ type: 'string', default: '(\d+)'/.exec(readFileSync(script, 'utf8'))?.[1];
  expect(settings[at?.base ?? '']).toBe(`http://127.0.0.1:${port}`);
  expect(flags.get(at?.flag ?? '')).toBe(`http://localhost:${PORT}/hooks/billing/${at?.provider}`);
  expect(settings[at?.secret ?? '']).toBe(flags.get('secret'));
});

test('what is typed to live through it by hand is there: settings and commands, and months of one length', () => {
  const known = readFileSync('docs/starting.md', 'utf8');
  for (const name of Object.keys(exported)) expect(known).toContain(`\`${name}\``);
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
  const npm = byHand.flatMap((line) => {
    const [, name = '', rest = ''] = /^npm (?:run )?(\S+)(.*)$/.exec(line) ?? [];
    return name === '' ? [] : [{ name, script: scripts[name]?.split(' ').at(-1) ?? '', flags: flagsOf(rest) }];
  });
  expect(npm.map(({ name }) => name)).toEqual(['start', 'fast-plans']);
  for (const one of npm) flagsAreThere(one);
  const others = byHand.filter((line) => !/^(npx tsx|npm|export) /.test(line));
  expect(others).toEqual([]);
  expect(npm.at(-1)?.flags.get('month')).toBe(typed[0]?.flags.get('month'));
});

test('what the stand-ins need is installed before the first is begun, and pro rata waits for the end of the trial', () => {
  const [before = ''] = page.slice(page.indexOf('## Living through it by hand')).split('npx tsx');
  expect(before).toContain('`npm start` has run here once');
  expect(/^\| pro rata \| (.*)$/m.exec(page)?.[1]).toContain('`em dia`');
});
