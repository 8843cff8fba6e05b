import type { RetryPolicy } from '../document.ts';
import { durationMs } from '../expressions/dates/durations.ts';
import type { PlanNode } from '../plan/plan.ts';
import { fielded } from './config.ts';
import { camelCase } from './words.ts';
import { quoted } from './written.ts';

/** Chat actions ask by it. */
const ASKS_BY = 'message.send';

interface CallOptions {
  /** Name of the function in `activities.ts`. */
  activity: string;
  timeoutMs: number;
  retry: RetryPolicy | undefined;
  label: string;
}

/** The activities that a flow calls, each with the timeout and the retries of its step. */
export class Calls {
  readonly #calls = new Map<string, CallOptions>();
  /** Types of actions, by the name of their function. */
  readonly types = new Map<string, string>();
  /** Sources of `code` steps, by the name of their function. */
  readonly sources = new Map<string, { node: string; source: string }>();
  readonly connections = new Set<string>();
  asksPeople = false;

  of(node: PlanNode): string {
    const { type, timeoutMs, retry, connection, label } = node;
    if (connection !== undefined) this.connections.add(connection);
    if (type === 'code') {
      const activity = camelCase(`code ${node.id}`);
      this.sources.set(activity, { node: node.id, source: String(node.config.source ?? '') });
      return this.#add(node.id, { activity, timeoutMs, retry, label });
    }
    const of = type === 'ask' ? ASKS_BY : type;
    return this.#add(node.id, { activity: this.#activity(of), timeoutMs, retry, label });
  }

  undoOf(node: PlanNode): string {
    const { type = '', timeoutMs = 30_000, retry, connection } = node.compensation ?? {};
    if (connection !== undefined) this.connections.add(connection);
    return this.#add(`${node.id}_undo`, {
      activity: this.#activity(type),
      timeoutMs,
      retry,
      label: `Undoes: ${node.label}`,
    });
  }

  approval(): string {
    this.asksPeople = true;
    return this.#add('openApproval', {
      activity: 'openApproval',
      timeoutMs: 30_000,
      retry: undefined,
      label: 'Tells people',
    });
  }

  #activity(type: string): string {
    const name = camelCase(type);
    this.types.set(name, type);
    return name;
  }

  #add(name: string, options: CallOptions): string {
    this.#calls.set(name, options);
    return name;
  }

  get isEmpty(): boolean {
    return this.#calls.size === 0;
  }

  /** The object `calls` of the workflow's file. */
  lines(): string[] {
    const lines = [...this.#calls].flatMap(([name, { activity, timeoutMs, retry, label }]) => [
      ...(label === name ? [] : [`  /** ${label.replaceAll('*/', '* /').replaceAll(/\s+/g, ' ')} */`]),
      `  ${name}: proxyActivities<typeof activities>({`,
      `    startToCloseTimeout: ${timeoutMs},`,
      `    retry: ${retryOf(retry)},`,
      '    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,',
      `  }).${activity},`,
    ]);
    return [
      '/** What leaves the workflow, each with its timeout and its retries. */',
      'const calls = {',
      ...lines,
      '};',
    ];
  }
}

/** The language's defaults, in Temporal's words. */
function retryOf(retry: RetryPolicy = {}): string {
  const { maxAttempts = 3, initialInterval = 'PT1S', backoff = 2, maxInterval = 'PT1M', nonRetryable = [] } = retry;
  const codes = nonRetryable.map(quoted).join(', ');
  return fielded([
    ['maximumAttempts', String(maxAttempts)],
    ['initialInterval', String(durationMs(initialInterval))],
    ['backoffCoefficient', String(backoff)],
    ['maximumInterval', String(Math.max(durationMs(maxInterval), durationMs(initialInterval)))],
    ...(codes === '' ? [] : ([['nonRetryableErrorTypes', `[${codes}]`]] as [string, string][])),
  ]);
}
