import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { commandLine, endProcess, isAlive } from './processes.ts';
import { SEARCH_ATTRIBUTES } from './search-attributes.ts';
import { type RunningServer, supervise } from './supervise.ts';

export interface TemporalOptions {
  /** What `temporalProgram` found. */
  program: string;
  /** TRAMA_DATA, or a folder like it: `temporal/` and `logs/` are ours in it. */
  folder: string;
  port: number;
  /** Without one there is no web interface. */
  uiPort?: number;
  /** Where its pages ask for the values that they show to be opened. */
  codecEndpoint?: string;
  namespace: string;
  log: (line: string) => void;
  onLost: (reason: string) => void;
}

export interface RunningTemporal extends RunningServer {
  /** `host:port` */
  address: string;
}

/**
 * The dev server polls its queues at most 20 times a second, so each workflow task would wait up to 50 ms: with these
 * one activity's round trip takes a fifth. Fairness keys are off by default.
 */
const DYNAMIC_CONFIG = {
  'history.transferProcessorMaxPollRPS': 2000,
  'history.timerProcessorMaxPollRPS': 2000,
  'history.transferProcessorMaxPollHostRPS': 4000,
  'history.timerProcessorMaxPollHostRPS': 4000,
  'matching.enableFairness': true,
  // It holds 128,000 runs in memory by default, some 60 KB each; one that waits for days is read again when it goes on.
  'history.hostLevelCacheMaxSize': 1_000,
  'history.eventsHostLevelCacheMaxSizeBytes': 16 * 1024 * 1024,
};

/** Safe against the death of any process; after a power cut the sweep starts what Temporal no longer knows. */
const SQLITE = { journal_mode: 'WAL', synchronous: 'NORMAL' };

const HOST = '127.0.0.1';
const FILE = 'temporal.db';
const PID_FILE = 'pid';

/** Starts a Temporal dev server on its file under `folder`. */
export async function startTemporal(options: TemporalOptions): Promise<RunningTemporal> {
  const home = path.join(options.folder, 'temporal');
  const logs = path.join(options.folder, 'logs');
  for (const folder of [home, logs]) mkdirSync(folder, { recursive: true });
  const file = path.join(home, FILE);
  const running = await supervise({
    name: 'Temporal',
    command: options.program,
    args: flags(options, file),
    logFile: path.join(logs, 'temporal.log'),
    deathSignal: 'KILL',
    onSpawn: (pid) => writeFileSync(path.join(home, PID_FILE), String(pid)),
    isReady: () => accepts(options.port),
    readyMs: 60_000,
    stopSignals: [
      ['SIGINT', 8_000],
      ['SIGKILL', 1_000],
    ],
    log: options.log,
    onLost: options.onLost,
  });
  return { ...running, address: `${HOST}:${options.port}` };
}

function flags({ port, uiPort, codecEndpoint, namespace }: TemporalOptions, file: string): string[] {
  const codec = codecEndpoint ? ['--ui-codec-endpoint', codecEndpoint] : [];
  const ui = uiPort ? ['--ui-port', String(uiPort), '--ui-disable-news-fetch', ...codec] : ['--headless'];
  return [
    ...['server', 'start-dev', '--ip', HOST, '--port', String(port), ...ui],
    ...['--namespace', namespace, '--db-filename', file, '--log-level', 'error'],
    ...Object.entries(SQLITE).flatMap(([name, value]) => ['--sqlite-pragma', `${name}=${value}`]),
    ...Object.entries(DYNAMIC_CONFIG).flatMap(([name, value]) => ['--dynamic-config-value', `${name}=${value}`]),
    ...Object.entries(SEARCH_ATTRIBUTES).flatMap(([name, type]) => ['--search-attribute', `${name}=${type}`]),
  ];
}

/** A server that outlived a killed start holds our file and our port, and nobody will end it but we. */
export async function endFormerTemporal(folder: string, log: (line: string) => void): Promise<void> {
  const pidFile = path.join(folder, 'temporal', PID_FILE);
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8'));
  if (!(pid > 0) || !isAlive(pid) || !commandLine(pid).includes(path.join(folder, 'temporal', FILE))) return;
  log(`Temporal of a former start still runs (process ${pid}): ending it`);
  await endProcess(pid, [
    ['SIGINT', 5_000],
    ['SIGKILL', 2_000],
  ]);
}

const accepts = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = net.connect(port, HOST);
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });
