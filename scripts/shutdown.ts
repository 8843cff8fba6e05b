import { sleep } from './embedded/processes.ts';

export interface Shutdown {
  /** To be done at the end; what was deferred last is done first. `graceMs`: then it is left, and the next begins. */
  defer(name: string, graceMs: number, stop: () => Promise<void> | void): void;
  /** Begins the end, once; gives the process's end code. */
  begin(code: number): Promise<void>;
  /** What a Ctrl-C means: the first ends in order, another one later ends at once. */
  onSignal(now: number): void;
}

export interface ShutdownOptions {
  exit: (code: number) => void;
  log: (line: string) => void;
}

/** npm and the terminal's group both pass a Ctrl-C on, so one key press may come as several signals. */
const SAME_KEY_PRESS_MS = 1_000;

/** Ends what was started, in the opposite order, and then the process: at most the sum of the graces later. */
export function createShutdown({ exit, log }: ShutdownOptions): Shutdown {
  const tasks: { name: string; graceMs: number; stop: () => Promise<void> | void }[] = [];
  let ending: Promise<void> | undefined;
  let firstSignalAt: number | undefined;

  async function end(code: number): Promise<void> {
    for (let task = tasks.pop(); task; task = tasks.pop()) {
      const { name, graceMs, stop } = task;
      try {
        const ended = await Promise.race([Promise.resolve(stop()).then(() => true), sleep(graceMs).then(() => false)]);
        if (!ended) log(`${name} did not end within ${graceMs} ms`);
      } catch (error) {
        log(`${name} did not end well: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    exit(code);
  }

  const begin = (code: number): Promise<void> => {
    ending ??= end(code);
    return ending;
  };

  return {
    defer: (name, graceMs, stop) => void tasks.push({ name, graceMs, stop }),
    begin,
    onSignal(now) {
      firstSignalAt ??= now;
      if (!ending) void begin(0);
      else if (now - firstSignalAt > SAME_KEY_PRESS_MS) exit(130);
    },
  };
}
