import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readEnv } from '#config/env.ts';
import { databaseUrls } from '#scripts/databases.ts';
import { freePort } from '#scripts/embedded/ports.ts';
import type { Demo } from '#scripts/run.ts';
import { buildImage, type Image } from './build.ts';
import { Container, type Volume } from './container.ts';
import { drive } from './drive.ts';
import { type Outside, serversOutside } from './servers.ts';

// `npm run test:image`: what the image of deploy/Dockerfile does under the rights that deploy/ gives it, without Docker.
const given = (name: string): string | undefined =>
  process.argv.find((one) => one.startsWith(`--${name}=`))?.slice(name.length + 3);
const say = (line: string): void => void process.stdout.write(`${line}\n`);

if (process.platform !== 'linux' || process.getuid?.() !== 0) {
  say('root on Linux is needed: it mounts, and then gives every right away');
  process.exit(1);
}
const home = mkdtempSync(path.join(tmpdir(), 'trama-image-'));
const outside = createServer((_, response) => response.end('{}'));
await new Promise<void>((done) => outside.listen(0, '127.0.0.1', done));
const host = `127.0.0.1:${(outside.address() as AddressInfo).port}`;
const secret = randomBytes(32).toString('hex');
let failed = false;
const check = (what: string, is: unknown, wanted: unknown): void => {
  const ok = JSON.stringify(is) === JSON.stringify(wanted);
  failed ||= !ok;
  say(`${ok ? '    ' : 'FAIL'} ${what}: ${JSON.stringify(is)}${ok ? '' : `, wanted ${JSON.stringify(wanted)}`}`);
};

interface Started {
  container: Container;
  url: string;
  demo: () => Demo;
}

function start(image: Image, name: string, volume: Volume, env: Record<string, string>, port: number): Started {
  const folder = path.join(home, name);
  mkdirSync(folder, { recursive: true });
  const settings = { PORT: String(port), TRAMA_SECRET: secret, TRAMA_ALLOW_PRIVATE_HOSTS: '127.0.0.1', ...env };
  const container = new Container(image, folder, volume, settings);
  process.once('exit', () => container.kill());
  return {
    container,
    url: `http://127.0.0.1:${port}`,
    demo: () => JSON.parse(readFileSync(path.join(folder, 'data/demo.json'), 'utf8')) as Demo,
  };
}

/** What a container must be, whatever it did; then its end. */
async function settle(name: string, { container }: Started): Promise<void> {
  const { Uid, CapEff, CapBnd, NoNewPrivs } = container.rights();
  check(
    `${name}: user, rights, rights that it could get, new privileges`,
    [Uid?.split('\t')[1], CapEff, CapBnd, NoNewPrivs],
    [...['1000', '0'.repeat(16), '0'.repeat(16), '1']],
  );
  const { code, ms } = await container.stop(30_000);
  check(`${name}: ends when asked`, code, 0);
  say(`     in ${(ms / 1000).toFixed(1)} s`);
  // An image says itself when it made its files: who finds them stale would make them again, and could not.
  check(`${name}: left in /data`, readdirSync(container.data), []);
  check(`${name}: refused by the disk`, container.refused, []);
  check(`${name}: builds, installs`, /install|generat|building/.exec(container.said)?.[0] ?? null, null);
}

/** deploy/docker-compose.yml: one process that does all, with the superuser; then the same volume once more. */
async function compose(image: Image, { superuserUrl, temporal }: Outside): Promise<void> {
  const env = { DATABASE_URL: superuserUrl, TEMPORAL_ADDRESS: temporal };
  for (const name of ['compose, first start', 'compose, second start']) {
    const began = Date.now();
    const one = start(image, 'compose', 'docker', env, await freePort());
    await one.container.answers(`${one.url}/readyz`);
    say(`     ${name}: ready after ${((Date.now() - began) / 1000).toFixed(1)} s`);
    for (const line of await drive(one.url, one.demo().apiKey, `http://${host}/`)) say(`     ${line}`);
    const asks = new Container(
      image,
      mkdtempSync(path.join(home, 'health-')),
      'docker',
      { PORT: new URL(one.url).port },
      image.health,
    );
    check(`${name}: HEALTHCHECK`, await asks.ended(), 0);
    await settle(name, one);
  }
}

/** A Temporal of others is reached by TLS alone: somebody must be trusted. What is asked here answers nothing. */
async function trusts(image: Image): Promise<void> {
  const source =
    "require('@temporalio/worker').NativeConnection.connect({ address: '127.0.0.1:9', tls: true }).catch((e) => console.log(e.message))";
  const asks = new Container(image, mkdtempSync(path.join(home, 'tls-')), 'docker', {}, ['node', '-e', source]);
  await asks.ended();
  check('TLS to Temporal', /NativeCertsNotFound|ConnectionRefused/.exec(asks.said)?.[0], 'ConnectionRefused');
}

/** deploy/kubernetes/ and deploy/rainbow/: the API and the workers of a version apart, with roles that are given. */
async function kubernetes(image: Image, { superuserUrl, password, temporal }: Outside): Promise<void> {
  const urls = await databaseUrls(readEnv({}), superuserUrl, password);
  const env = {
    DATABASE_URL: urls.owner,
    DATABASE_APP_URL: urls.app,
    DATABASE_ADMIN_URL: urls.admin,
    TEMPORAL_ADDRESS: temporal,
  };
  const api = start(image, 'api', 'kubernetes', { ...env, TRAMA_ROLE: 'api' }, await freePort());
  await api.container.answers(`${api.url}/healthz`);
  const version = { TRAMA_ROLE: 'worker', TRAMA_DEPLOYMENT_VERSION: '0.1.0' };
  const workers = start(image, 'worker', 'kubernetes', { ...env, ...version }, await freePort());
  await workers.container.answers(`${workers.url}/readyz`);
  for (const line of await drive(api.url, api.demo().apiKey, `http://${host}/`)) say(`     ${line}`);
  await settle('kubernetes, api', api);
  await settle('kubernetes, worker', workers);
}

try {
  const began = Date.now();
  say('deploy/Dockerfile');
  const image = buildImage({
    checkout: process.cwd(),
    work: path.join(home, 'stages'),
    node: given('node') ?? process.execPath,
    say,
  });
  say(`built in ${Math.round((Date.now() - began) / 1000)} s`);
  await trusts(image);
  for (const [name, trial] of Object.entries({ compose, kubernetes })) {
    say(name);
    const servers = await serversOutside(path.join(home, `outside-${name}`), () => {});
    try {
      await trial(image, servers);
    } finally {
      await servers.stop();
    }
  }
} finally {
  outside.close();
  if (given('keep') === undefined) rmSync(home, { recursive: true, force: true });
}
process.exitCode = failed ? 1 : 0;
