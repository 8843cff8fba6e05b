// Makes node_modules and the database client what the checkout asks for. Plain JavaScript without dependencies: it runs before there are any.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
const modules = path.join(root, 'node_modules');
const record = path.join(modules, '.package-lock.json');
const prismaCli = path.join(modules, 'prisma', 'build', 'index.js');
const stampFile = path.join(modules, '.trama-stamp');
const clientStampFile = path.join(modules, '.cache', 'trama', 'prisma-stamp');
const PROGRESS_MS = 10_000;

/** What a person reads while nothing else is there yet: both languages on a line. */
export const say = (pt, en) => console.log(`trama: ${pt} · ${en}`);

const read = (file) => readFileSync(path.join(root, file), 'utf8');
const hash = (...texts) => createHash('sha256').update(texts.join('\0')).digest('hex');
const readOr = (file, fallback) => (existsSync(file) ? readFileSync(file, 'utf8') : fallback);

/** Runs a program in our process group; shows what it prints only when it fails, and now and then that it still runs. */
export async function runProgram(command, args, { pt, en, env = process.env }) {
  say(pt, en);
  const began = Date.now();
  const child = spawn(command, args, {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  });
  const output = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(chunk));
  const seconds = () => Math.round((Date.now() - began) / 1000);
  const progress = setInterval(() => say(`… ${seconds()} s`, `${seconds()} s so far`), PROGRESS_MS);
  const stop = (signal) => child.kill(signal);
  process.on('SIGINT', stop).on('SIGTERM', stop);
  try {
    const code = await new Promise((resolve, reject) =>
      child.on('error', reject).on('close', (status, signal) => resolve(signal ?? status)),
    );
    if (code === 'SIGINT' || code === 'SIGTERM') process.exit(130);
    if (code !== 0) throw new Error(`${en} failed (${code})\n${Buffer.concat(output).toString().trim().slice(-4000)}`);
  } finally {
    clearInterval(progress);
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}

/**
 * Installs the packages and generates the database client, where the checkout asks for other ones than are there.
 * `everything`: also what only tests, checks and builds of the database client need.
 */
export async function ensureInstalled({ everything: asked = false } = {}) {
  // Who once installed everything works on it, and a start takes nothing away.
  const found = readOr(stampFile, '');
  const everything = asked || (found !== '' && !found.startsWith('start'));
  const isReady = () => isInstalled(everything) && isGenerated();
  if (isReady()) return;
  await alone(async () => {
    if (isReady()) return;
    if (!isInstalled(everything) || !existsSync(prismaCli)) await install(everything);
    if (!isGenerated()) await generateClient();
    if (readOr(stampFile, '') === wantedStamp(false)) leaveOut();
  });
}

// ---------------------------------------------------------------- packages

const wantedStamp = (everything) =>
  `${everything ? 'all' : 'start'} ${hash(read('package-lock.json'), process.platform, process.arch, process.versions.modules)}`;

function isInstalled(everything) {
  if (!existsSync(modules)) return false;
  const found = readOr(stampFile, '');
  if (found === wantedStamp(true) || (!everything && found === wantedStamp(false))) return true;
  if (found !== '' || !matchesLock()) return false;
  writeFileSync(stampFile, wantedStamp(true));
  return true;
}

/** An `npm ci` by hand leaves no stamp of ours; npm's own record of what it put there says as much. */
function matchesLock() {
  if (!existsSync(record)) return false;
  const there = JSON.parse(readFileSync(record, 'utf8')).packages;
  const wanted = Object.entries(JSON.parse(read('package-lock.json')).packages).filter(([where]) => where !== '');
  return wanted.every(([where, { version, optional }]) => (there[where] ? there[where].version === version : optional));
}

async function install(everything) {
  const [command, ...first] = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ['npm'];
  // Not `npm ci`: it refuses a lock file without the builds for other machines, and a registry that carries only some
  // of them yields no other lock. The versions are the lock's all the same, and nothing is written back.
  // No package's install script runs: the one that we need, links of the database's libraries, is made at its start.
  const flags = [
    'install',
    '--no-save',
    '--ignore-scripts',
    everything ? '--include=dev' : '--omit=dev',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ];
  // npm would not miss what was left out: it looks at packages, not into them.
  if (readOr(stampFile, '').startsWith('start')) rmSync(modules, { recursive: true, force: true });
  await runProgram(command, [...first, ...flags], { pt: 'instalando os pacotes', en: 'installing the packages' });
  writeFileSync(stampFile, wantedStamp(everything));
}

/** Half of what npm brings is for other machines, other databases, for editors, or done with: not needed to run. */
export function leaveOut() {
  const { platform, arch } = process;
  const cpu = arch === 'arm64' ? 'aarch64' : 'x86_64';
  const system = { darwin: 'apple', linux: 'linux', win32: 'windows' }[platform] ?? platform;
  const folder = (...parts) => path.join(modules, ...parts);
  const members = (where, isUnused) =>
    (existsSync(where) ? readdirSync(where) : []).filter(isUnused).map((name) => path.join(where, name));
  const unused = [
    ...['prisma', 'effect', 'typescript', '@typescript', '@electric-sql'].map((name) => folder(name)),
    ...['studio-core', 'dev', 'query-plan-executor', 'streams-local', 'engines'].map((name) => folder('@prisma', name)),
    ...members(
      folder('@temporalio', 'core-bridge', 'releases'),
      (name) => !(name.startsWith(cpu) && name.includes(system)),
    ),
    ...members(
      folder('@prisma', 'client', 'runtime'),
      (name) => name.startsWith('query_compiler_') && !name.includes('.postgresql.'),
    ),
    ...readdirSync(modules, { recursive: true, encoding: 'utf8' })
      // Those of our own bundle say where in our sources a fault is.
      .filter((name) => /\.(map|d\.[mc]?ts)$/.test(name) && !name.startsWith('.cache'))
      .map((name) => folder(name)),
  ];
  for (const one of unused) rmSync(one, { recursive: true, force: true });
}

// ---------------------------------------------------------------- the database client

const clientStamp = () => hash(read('prisma/schema.prisma'), read('prisma.config.ts'), wantedStamp(true));

function isGenerated() {
  return existsSync(path.join(root, 'prisma', 'generated')) && readOr(clientStampFile, '') === clientStamp();
}

async function generateClient() {
  await runProgram(process.execPath, [prismaCli, 'generate'], {
    pt: 'gerando o cliente do banco',
    en: 'generating the database client',
    // It asks for an engine that it then does not use, and would download it: any file that exists will do.
    env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1' },
  });
  mkdirSync(path.dirname(clientStampFile), { recursive: true });
  writeFileSync(clientStampFile, clientStamp());
}

// ---------------------------------------------------------------- one at a time

/** Two starts at once must not install into one folder; the lock is outside of node_modules, which npm removes first. */
async function alone(work) {
  const lock = path.join(tmpdir(), `trama-install-${hash(root).slice(0, 16)}`);
  for (let waits = 0; !take(lock); waits++) {
    if (waits === 0) say('outra instalação está em andamento', 'another installation is under way');
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  try {
    await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function take(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    if (!isAlive(Number(readOr(lock, '')))) rmSync(lock, { force: true });
    return false;
  }
}

/** Whether a process of this id exists, ours or anybody's. */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
