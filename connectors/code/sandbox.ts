import type { Json } from '#flow/json.ts';

export interface CodeRun {
  /** An ES module whose default export is a function of `input`. */
  source: string;
  input: Json;
  timeoutMs: number;
  /** Whose turn it takes: callers with different names are served in turn. */
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
