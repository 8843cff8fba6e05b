import type { TokenCount } from '#flow/contracts/ai-ledger.ts';

/** US dollars for a million tokens. */
export interface Price {
  input: number;
  /** 0 for embeddings. */
  output: number;
  /** Input that the provider still had in its cache; as `input` where it is left out. */
  cachedInput?: number;
  /** Some models cost more, all tokens of the call, when the prompt is longer than `above` tokens. */
  long?: { above: number; input: number; output: number; cachedInput: number };
}

const flat = (input: number, cachedInput: number, output: number): Price => ({ input, cachedInput, output });
/** OpenAI, above 272,000 tokens: twice the input, half as much again for the output. */
const tiered = (input: number, cachedInput: number, output: number): Price => ({
  ...flat(input, cachedInput, output),
  long: { above: 272_000, input: input * 2, cachedInput: cachedInput * 2, output: output * 1.5 },
});

/**
 * List prices of 2026-11-21, standard tier. A connection's own `prices` come first, so a change of theirs needs no release of ours.
 * Sources: https://platform.claude.com/docs/en/about-claude/pricing and https://developers.openai.com/api/docs/pricing,
 * by way of public notes on these pages of September to November 2026.
 */
const PRICES: Record<string, Price> = {
  'claude-fable-5-1': flat(10, 0.25, 50),
  'claude-fable-5': flat(10, 1, 50),
  'claude-opus-5-5': flat(4, 0.2, 20),
  'claude-opus-5': flat(5, 0.5, 25),
  'claude-opus-4-8': flat(5, 0.5, 25),
  'claude-opus-4-7': flat(5, 0.5, 25),
  'claude-opus-4-6': flat(5, 0.5, 25),
  'claude-opus-4-5': flat(5, 0.5, 25),
  'claude-sonnet-5-5': flat(2, 0.1, 10),
  'claude-sonnet-5': flat(2, 0.2, 10),
  'claude-sonnet-4-6': flat(3, 0.3, 15),
  'claude-sonnet-4-5': flat(3, 0.3, 15),
  'claude-haiku-5-5': {
    ...flat(0.1, 0.01, 0.5),
    long: { above: 100_000, input: 0.5, cachedInput: 0.05, output: 2.5 },
  },
  'claude-haiku-4-5': flat(1, 0.1, 5),
  'gpt-6-astra': tiered(10, 1, 50),
  'gpt-6-sol': tiered(2, 0.2, 10),
  'gpt-6-luna': tiered(0.1, 0.01, 0.5),
  'gpt-5.6-terra': tiered(2, 0.2, 12),
  'gpt-5.6-luna': tiered(0.2, 0.02, 1.2),
  'gpt-5.5': tiered(5, 0.5, 30),
  'gpt-5.4': tiered(2.5, 0.25, 15),
  'gpt-5.4-mini': flat(0.75, 0.075, 4.5),
  'gpt-5.1': flat(1.25, 0.125, 10),
  'gpt-5': flat(1.25, 0.125, 10),
  'gpt-5-mini': flat(0.25, 0.025, 2),
  'gpt-5-nano': flat(0.05, 0.005, 0.4),
  'gpt-4.1': flat(2, 0.5, 8),
  'gpt-4.1-mini': flat(0.4, 0.1, 1.6),
  'gpt-4.1-nano': flat(0.1, 0.025, 0.4),
  'gpt-4o': flat(2.5, 1.25, 10),
  'gpt-4o-mini': flat(0.15, 0.075, 0.6),
  'text-embedding-3-small': flat(0.02, 0.02, 0),
  'text-embedding-3-large': flat(0.13, 0.13, 0),
};

/** What stands behind a model's name when it names one state of it: `-2026-04-01`, `-20250929`, `-latest`. */
const OF_A_DAY = /-(\d{4}-\d{2}-\d{2}|\d{8}|latest)$/;

/** The price of a model, with or without a date behind its name; null where nobody told us. */
export const priceOf = (model: string, own: Readonly<Record<string, Price>> = {}): Price | null => {
  const names = [model, model.replace(OF_A_DAY, '')];
  for (const prices of [own, PRICES]) {
    for (const name of names) if (Object.hasOwn(prices, name)) return prices[name] ?? null;
  }
  return null;
};

/** Billionths of a US dollar, rounded up: the cheapest token costs ten of them. */
export const costOf = (price: Price, { inputTokens, cachedInputTokens, outputTokens }: TokenCount): number => {
  const { input, output, cachedInput = input } = price.long && inputTokens > price.long.above ? price.long : price;
  const usdPerMillion =
    (inputTokens - cachedInputTokens) * input + cachedInputTokens * cachedInput + outputTokens * output;
  // Prices have at most three digits behind the point: what is beyond is the noise of binary fractions.
  return Math.ceil(Number((usdPerMillion * 1000).toFixed(3)));
};
