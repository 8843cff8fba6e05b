import { failure, type TramaError } from '#flow/errors.ts';
import type { Json } from '#flow/json.ts';
import { readJson } from '../read-json.ts';
import { createSandboxPool } from './sandbox-pool.ts';
import type { ChildAnswer } from './sandbox-process.ts';

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

export const createCodeSandbox = (settings: SandboxSettings = {}): CodeSandbox => {
  const { processes = 2, maxRunMs = 60_000, entry = new URL('./sandbox-child.mjs', import.meta.url) } = settings;
  const pool = createSandboxPool(processes, entry);
  let closed = false;
  return {
    run: async ({ source, input, tenantId, signal, ...run }) => {
      if (closed) throw closing();
      const timeoutMs = Math.min(run.timeoutMs, maxRunMs);
      const end = await pool.call(tenantId, { source, input: JSON.stringify(input), timeoutMs }, signal);
      if (end.how === 'aborted') throw closed ? closing() : aborted(signal);
      if (end.how === 'hung') throw tookTooLong(timeoutMs, []);
      return resultOf(end.answer, timeoutMs);
    },
    close: async () => {
      closed = true;
      pool.close();
    },
  };
};

const resultOf = (answer: ChildAnswer | null, timeoutMs: number): { output: Json; logs: string[] } => {
  if (answer?.error?.code === 'timeout') throw tookTooLong(timeoutMs, answer.logs);
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

const aborted = (signal: AbortSignal | undefined): unknown =>
  (signal?.reason as { name?: unknown } | undefined)?.name === 'TimeoutError'
    ? failure('timeout', 'O código não terminou a tempo.', 'The code did not end in time.', { retry: 'never' })
    : signal?.reason;
