import type { RunAnswer, RunFilter } from './dispatch.ts';

const RECENT = 1_000;

/** A piece of what an action is making: whose, at which character it stands (0 begins anew), and the piece. */
export interface PartialText {
  node: string;
  at: number;
  text: string;
}

type AnswerListener = (answer: RunAnswer) => void;

/** Which run something has happened to. */
export interface RunPlace {
  tenantId: string;
  flowId: string;
  runId: string;
}

/**
 * What workers of this process tell callers of this process, at once. It keeps nothing: who needs to be sure looks into
 * PostgreSQL as well, for the worker may be another process, or have died.
 */
export class LiveHub {
  readonly #answers = new Map<string, Set<AnswerListener>>();
  readonly #ends = new Map<string, Set<() => void>>();
  readonly #kept = new Map<string, Set<() => void>>();
  readonly #partials = new Map<string, Set<(partial: PartialText) => void>>();
  /** A run may be over before its caller begins to listen. */
  readonly #recent = new Map<string, { answer?: RunAnswer; closed?: true }>();
  readonly #watchers = new Set<{ tenantId: string; filter: RunFilter; onChange: () => void }>();

  answered(runId: string, answer: RunAnswer): void {
    this.#remember(runId).answer = answer;
    for (const listener of this.#answers.get(runId) ?? []) listener(answer);
  }

  /** Nobody here hears the run's answer now, and its row does not hold it yet. */
  isUnheard(runId: string): boolean {
    return !this.#answers.has(runId) && !this.#recent.get(runId)?.closed;
  }

  /** The run goes on, and its row holds its answer. */
  answerKept(runId: string): void {
    for (const listener of this.#kept.get(runId) ?? []) listener();
  }

  /** It was told here already. */
  knowsEnd(runId: string): boolean {
    return this.#recent.get(runId)?.closed === true;
  }

  /** The run's row is closed. */
  closed(place: RunPlace): void {
    this.#remember(place.runId).closed = true;
    for (const listener of this.#ends.get(place.runId) ?? []) listener();
    this.changed(place);
  }

  changed({ tenantId, flowId, runId }: RunPlace): void {
    for (const watcher of this.#watchers) {
      const { filter } = watcher;
      if (watcher.tenantId !== tenantId || filter.drawing) continue;
      if (filter.runId !== undefined && filter.runId !== runId) continue;
      if (filter.flowId !== undefined && filter.flowId !== flowId) continue;
      watcher.onChange();
    }
  }

  /** A draft was saved, or who has it open has changed. */
  drawn({ tenantId, flowId }: Omit<RunPlace, 'runId'>): void {
    for (const { tenantId: tenant, filter, onChange } of this.#watchers)
      if (filter.drawing && tenant === tenantId && filter.flowId === flowId) onChange();
  }

  /** What other processes said may have been missed: all who watch look for themselves. Who waits for a row does anyway. */
  lookAgain(): void {
    for (const { onChange } of this.#watchers) onChange();
  }

  onAnswer(runId: string, listener: AnswerListener): () => void {
    const known = this.#recent.get(runId)?.answer;
    if (known) listener(known);
    return listen(this.#answers, runId, listener);
  }

  onClosed(runId: string, listener: () => void): () => void {
    if (this.#recent.get(runId)?.closed) listener();
    return listen(this.#ends, runId, listener);
  }

  /** Hears when there is something to read in the run's row: its end, or an answer before that. */
  onReadable(runId: string, listener: () => void): () => void {
    const ways = [this.onClosed(runId, listener), listen(this.#kept, runId, listener)];
    return () => {
      for (const quiet of ways) quiet();
    };
  }

  /** How a node tells those who watch its run what it has so far; null: nobody does. */
  teller(runId: string, node: string): ((piece: { at: number; text: string }) => void) | null {
    if (!this.#partials.has(runId)) return null;
    return (piece) => {
      for (const listener of this.#partials.get(runId) ?? []) listener({ node, ...piece });
    };
  }

  onPartial(runId: string, listener: (partial: PartialText) => void): () => void {
    return listen(this.#partials, runId, listener);
  }

  #remember(runId: string): { answer?: RunAnswer; closed?: true } {
    const known = this.#recent.get(runId) ?? {};
    this.#recent.set(runId, known);
    const [oldest] = this.#recent.keys();
    if (this.#recent.size > RECENT && oldest !== undefined) this.#recent.delete(oldest);
    return known;
  }

  watch(tenantId: string, filter: RunFilter, onChange: () => void): () => void {
    const watcher = { tenantId, filter, onChange };
    this.#watchers.add(watcher);
    return () => void this.#watchers.delete(watcher);
  }
}

function listen<T>(listeners: Map<string, Set<T>>, key: string, listener: T): () => void {
  const there = listeners.get(key) ?? new Set<T>();
  there.add(listener);
  listeners.set(key, there);
  return () => {
    there.delete(listener);
    if (there.size === 0) listeners.delete(key);
  };
}
