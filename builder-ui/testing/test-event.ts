import type { Board, BoardSample } from '#flow/board.ts';
import type { FlowDocument } from '#flow/document.ts';
import type { Json } from '#flow/json.ts';
import { exampleOf } from '../document/example.ts';

/** What a flow is tried with when nobody has chosen yet: an example of its input, or of what its trigger brings. */
export const firstEvent = ({ input, trigger }: FlowDocument): Json => {
  if (input) return exampleOf(input);
  const { type, config } = trigger;
  if (type === 'schedule') return (config.data as Json | undefined) ?? {};
  if (type !== 'message') return {};
  const [word] = Array.isArray(config.keywords) ? config.keywords : [];
  return { conversation: 'cnv_teste', text: typeof word === 'string' ? word : 'Olá', kind: 'text' };
};

export const withSample = (board: Board, sample: BoardSample): Board => {
  const samples = board.samples ?? [];
  const known = samples.some(({ id }) => id === sample.id);
  return {
    ...board,
    samples: known ? samples.map((one) => (one.id === sample.id ? sample : one)) : [...samples, sample],
  };
};

export const withoutSample = (board: Board, id: string): Board => ({
  ...board,
  samples: (board.samples ?? []).filter((one) => one.id !== id),
});

/** `Exemplo`, `Exemplo 2`, …: a name that no other sample has. */
export const freeName = ({ samples = [] }: Board, wanted: string): string => {
  const taken = new Set(samples.map(({ name }) => name));
  for (let n = 1; ; n++) {
    const name = n === 1 ? wanted : `${wanted} ${n}`;
    if (!taken.has(name)) return name;
  }
};

/** What a flow is tried with now: the sample that is chosen, else what was written, else an example. */
export const eventNow = (
  { document, board }: { document: FlowDocument; board: Board },
  { sample, own }: { sample: string | null; own: Json | undefined },
): Json => {
  const chosen = board.samples?.find(({ id }) => id === sample);
  return chosen ? chosen.data : (own ?? firstEvent(document));
};
