import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { guardedSpawn, type Program } from './guarded-spawn.ts';
import { endProcess, sleep } from './processes.ts';

export interface Server extends Program {
  /** As a person knows it: "PostgreSQL". */
  name: string;
  /** Told of each start, before it is ready. */
  onSpawn?: (pid: number) => void;
  /** Asked again and again until it says true. */
  isReady: (pid: number) => boolean | Promise<boolean>;
  readyMs: number;
  /** How it is asked to end, and what follows where it does not. */
  stopSignals: [NodeJS.Signals, graceMs: number][];
  log: (line: string) => void;
  /** Called once when it keeps dying: nothing can go on without it. */
  onLost: (reason: string) => void;
}

export interface RunningServer {
  pid: () => number | undefined;
  stop: () => Promise<void>;
}

const FIRST_TRIES = 3;
const FIRST_PAUSE_MS = 700;
const RESTARTS = 5;
const RESTARTS_WITHIN_MS = 10 * 60_000;

/** The last lines that a server printed: what it says when it dies is the only clue there is. */
const lastWords = (logFile: string): string => readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-5).join('\n');

async function startOnce(server: Server): Promise<ChildProcess> {
  const child = guardedSpawn(server);
  if (child.pid !== undefined) server.onSpawn?.(child.pid);
  let ended: string | undefined;
  child.once('error', (error) => (ended = error.message));
  child.once('exit', (code, signal) => (ended = `ended with ${signal ?? `code ${code}`}`));
  for (const end = Date.now() + server.readyMs; Date.now() < end; await sleep(20)) {
    if (ended === undefined && child.pid !== undefined && (await server.isReady(child.pid))) return child;
    if (ended !== undefined) throw new Error(`${server.name} ${ended}\n${lastWords(server.logFile)}`);
  }
  if (child.pid !== undefined) await endProcess(child.pid, server.stopSignals);
  throw new Error(`${server.name} was not ready within ${server.readyMs} ms\n${lastWords(server.logFile)}`);
}

/** A server that was just killed may leave its port or its file busy for a moment. */
async function startFirst(server: Server): Promise<ChildProcess> {
  for (let left = FIRST_TRIES - 1; ; left--) {
    try {
      return await startOnce(server);
    } catch (error) {
      if (left === 0) throw error;
      await sleep(FIRST_PAUSE_MS);
    }
  }
}

/** Starts a server, waits until it is ready, and starts it again when it dies without being asked to. */
export async function supervise(server: Server): Promise<RunningServer> {
  let stopping = false;
  let child = await startFirst(server);
  let restarting: Promise<void> | undefined;
  const deaths: number[] = [];

  const watch = () =>
    child.once('exit', (code, signal) => {
      if (stopping) return;
      server.log(`${server.name} ended unexpectedly (${signal ?? `code ${code}`})\n${lastWords(server.logFile)}`);
      restarting = restart();
    });

  async function restart(): Promise<void> {
    while (!stopping) {
      const now = Date.now();
      deaths.push(now);
      if (deaths.filter((at) => at > now - RESTARTS_WITHIN_MS).length > RESTARTS) {
        server.onLost(`${server.name} keeps ending; see ${server.logFile}`);
        return;
      }
      try {
        child = await startOnce(server);
        server.log(`${server.name} is running again`);
        watch();
        return;
      } catch (error) {
        server.log(error instanceof Error ? error.message : String(error));
        await sleep(500);
      }
    }
  }

  watch();
  return {
    pid: () => child.pid,
    async stop() {
      stopping = true;
      await restarting;
      if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
        await endProcess(child.pid, server.stopSignals);
      }
    },
  };
}
