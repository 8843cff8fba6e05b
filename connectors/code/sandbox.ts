import type { TramaError } from '#flow/errors.ts';
import type { Json } from '#flow/json.ts';
import { failure } from '../failure.ts';
import { readJson } from '../read-json.ts';
import { createFairQueue } from './fair-queue.ts';
import { type ChildAnswer, type SandboxProcess, startSandboxProcess } from './sandbox-process.ts';

export interface CodeRun {
  /** An ES module whose default export is a function of `input`. */
  source: string;
  input: Json;
  timeoutMs: number;
  /** Whose turn it takes: callers are served in turn. */
  tenantId: string;
  signal?: AbortSignal;
}

/**
 * Runs authors' JavaScript where nothing is within its reach: QuickJS in WebAssembly in a process of its own. Fails with
 * `code_failed` (`details { line, column, stack, logs }`), `timeout` (never retried: the same function takes as long again)
 * and `value_too_large`.
 */
export interface CodeSandbox {
  run(run: CodeRun): Promise<{ output: Json; logs: string[] }>;
  close(): Promise<void>;
}

export interface SandboxSettings {
  /** Processes, started when they are needed. With two or more no tenant ever holds all of them. */
  processes?: number;
  /** Whatever a node's own timeout says. */
  maxRunMs?: number;
  /** Where `sandbox-child.mjs` is, when it does not stand beside this file. */
  entry?: URL;
}

/** How long past its time a call may stay silent before its process is killed: it hangs in native code. */
const GRACE_MS = 1_000;

interface Job {
  run: CodeRun;
  timeoutMs: number;
  done(result: { output: Json; logs: string[] }): void;
  fail(error: unknown): void;
  /** The process that runs it; null while it waits. */
  process: SandboxProcess | null;
}

export const createCodeSandbox = (settings: SandboxSettings = {}): CodeSandbox => {
  const { processes = 2, maxRunMs = 60_000, entry = new URL('./sandbox-child.mjs', import.meta.url) } = settings;
  const queue = createFairQueue<Job>();
  const idle: SandboxProcess[] = [];
  const running = new Set<{ process: SandboxProcess; tenantId: string }>();
  let closed = false;

  const mayRun = (tenantId: string): boolean =>
    [...running].filter((one) => one.tenantId === tenantId).length < Math.max(1, processes - 1);

  const dispatch = (): void => {
    while (!closed && running.size < processes) {
      const next = queue.take(mayRun);
      if (!next) return;
      const process = idle.find((one) => one.alive) ?? startSandboxProcess(entry);
      idle.splice(0, idle.length, ...idle.filter((one) => one.alive && one !== process));
      const place = { process, tenantId: next.caller };
      running.add(place);
      void work(next.item, process).finally(() => {
        running.delete(place);
        if (closed) process.kill();
        else if (process.alive) idle.push(process);
        dispatch();
      });
    }
  };

  const add = (run: CodeRun, done: Job['done'], fail: Job['fail']): Job => {
    const job: Job = { run, timeoutMs: Math.min(run.timeoutMs, maxRunMs), done, fail, process: null };
    queue.push(run.tenantId, job);
    dispatch();
    return job;
  };

  return {
    run: async (run) => {
      const { signal } = run;
      if (closed) throw closing();
      if (signal?.aborted) throw aborted(signal);
      let stop = () => {};
      try {
        return await new Promise((done, fail) => {
          const job = add(run, done, fail);
          stop = () => {
            queue.remove(run.tenantId, job);
            job.process?.kill(); // nothing less stops a loop
            fail(signal && aborted(signal));
          };
          signal?.addEventListener('abort', stop, { once: true });
        });
      } finally {
        signal?.removeEventListener('abort', stop);
      }
    },
    close: async () => {
      closed = true;
      for (let next = queue.take(() => true); next; next = queue.take(() => true)) next.item.fail(closing());
      for (const { process } of running) process.kill();
      for (const process of idle.splice(0)) process.kill();
    },
  };
};

/** Runs a job in a process, and kills the process when it is silent for too long. Never fails: the job does. */
const work = async (job: Job, process: SandboxProcess): Promise<void> => {
  job.process = process;
  let hung = false;
  const timer = setTimeout(() => {
    hung = true;
    process.kill();
  }, job.timeoutMs + GRACE_MS);
  const { source, input } = job.run;
  const answer = await process.call({ source, input: JSON.stringify(input), timeoutMs: job.timeoutMs });
  clearTimeout(timer);
  job.process = null;
  if (answer?.tired) process.kill();
  try {
    job.done(resultOf(answer, hung, job.timeoutMs));
  } catch (error) {
    job.fail(error);
  }
};

const resultOf = (answer: ChildAnswer | null, hung: boolean, timeoutMs: number): { output: Json; logs: string[] } => {
  if (hung || answer?.error?.code === 'timeout') throw tookTooLong(timeoutMs, answer?.logs ?? []);
  if (answer === null)
    throw failure('code_failed', 'O processo do código terminou.', 'The process of the code ended.', {
      retry: 'retry',
    });
  const { error, logs, output = 'null' } = answer;
  if (!error) return { output: readJson(output), logs };
  if (error.code === 'value_too_large')
    throw failure('value_too_large', 'O resultado passa de 4 MB.', 'The result is larger than 4 MB.', {
      details: { logs },
    });
  throw codeFailed(error, logs);
};

const tookTooLong = (timeoutMs: number, logs: string[]) =>
  failure('timeout', `O código levou mais de ${timeoutMs} ms.`, `The code took longer than ${timeoutMs} ms.`, {
    retry: 'never',
    details: { logs },
  });

/** The engine notes positions of calls and throws, not of every read: the line may be that of the statement before. */
const codeFailed = ({ name, message, stack = '' }: NonNullable<ChildAnswer['error']>, logs: string[]): TramaError => {
  const [, line, column] = /\(?code\.js:(\d+):(\d+)/.exec(stack) ?? [];
  const at = { line: line === undefined ? null : Number(line), column: column === undefined ? null : Number(column) };
  const said = (name ? `${name}: ${message}` : message).slice(0, 2000);
  return failure(
    'code_failed',
    at.line === null ? said : `${said} (perto da linha ${at.line})`,
    at.line === null ? said : `${said} (near line ${at.line})`,
    { details: { ...at, stack: stack.slice(0, 4000), logs } },
  );
};

const closing = () => failure('unavailable', 'O servidor está parando.', 'The server is stopping.');

const aborted = (signal: AbortSignal): unknown =>
  (signal.reason as { name?: unknown } | undefined)?.name === 'TimeoutError'
    ? failure('timeout', 'O código não terminou a tempo.', 'The code did not end in time.', { retry: 'never' })
    : signal.reason;
