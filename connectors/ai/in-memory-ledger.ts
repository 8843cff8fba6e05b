import type { AiCall, AiLedger, AiSpent } from '#flow/contracts/ai-ledger.ts';
import { failure } from '#flow/errors.ts';

export interface LedgerEntry {
  call: AiCall;
  calls: number;
  lost: number;
  tokens: number;
  costNanoUsd: number;
}

/** For tests of actions: entries by key, and one limit of tokens. The real one is `domain/ai/ledger.ts`. */
export interface InMemoryLedger extends AiLedger {
  entries: Map<string, LedgerEntry>;
  /** Tokens that are reserved right now. */
  held(): number;
}

const tokensOf = ({ inputTokens, outputTokens }: AiSpent): number => inputTokens + outputTokens;

export const inMemoryLedger = (maxTokens = Number.POSITIVE_INFINITY): InMemoryLedger => {
  const entries = new Map<string, LedgerEntry>();
  const holds = new Map<string, number>();
  const entry = (call: AiCall): LedgerEntry => {
    const known = entries.get(call.key) ?? { call, calls: 0, lost: 0, tokens: 0, costNanoUsd: 0 };
    entries.set(call.key, known);
    return known;
  };
  const sum = (numbers: Iterable<number>): number => [...numbers].reduce((a, b) => a + b, 0);
  const held = (): number => sum(holds.values());
  return {
    entries,
    held,
    reserve: async (call, atMost) => {
      const used = sum([...entries.values()].map(({ tokens }) => tokens)) + held();
      if (used + tokensOf(atMost) > maxTokens)
        throw failure('budget_exceeded', 'Sem orçamento.', 'Out of budget.', { details: { used } });
      entry(call);
      holds.set(call.key, tokensOf(atMost));
    },
    commit: async (call, spent) => {
      holds.delete(call.key);
      const one = entry(call);
      one.call = call;
      one.calls += 1;
      one.tokens += tokensOf(spent);
      one.costNanoUsd += spent.costNanoUsd ?? 0;
    },
    release: async (call, { lost }) => {
      holds.delete(call.key);
      entry(call).lost += lost ? 1 : 0;
    },
  };
};
