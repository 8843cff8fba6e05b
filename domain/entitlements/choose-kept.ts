/** Something that counts against limits. */
export interface Countable {
  /** A uuid. */
  id: string;
  /** Limits that it counts against: `flows`, and `chatbot_flows` where it is one. */
  counts: readonly string[];
  /** Milliseconds since 1970: the oldest stays. */
  since: number;
  /** Stands still already: whatever works comes before it. */
  frozen: boolean;
  /** Whoever owns the tenant is never kept out of it. */
  always?: boolean;
}

/**
 * Which of these stay within the limits: first those that the owner chose, in their order, then what works, the oldest first, then
 * what is frozen. What no limit bounds (-1, or not named) stays. The same for the same, whoever asks.
 */
export const chooseKept = (
  items: readonly Countable[],
  limits: Readonly<Record<string, number | undefined>>,
  wanted: readonly string[] = [],
): Set<string> => {
  const rank = new Map(wanted.map((id, place) => [id, place]));
  const rankOf = ({ id, always }: Countable): number => (always ? -1 : (rank.get(id) ?? wanted.length));
  const inOrder = items.toSorted(
    (a, b) =>
      rankOf(a) - rankOf(b) ||
      Number(a.frozen) - Number(b.frozen) ||
      a.since - b.since ||
      (a.id < b.id ? -1 : Number(a.id > b.id)),
  );
  const left = new Map(Object.entries(limits).filter(([, limit]) => limit !== undefined && limit >= 0));
  const kept = new Set<string>();
  for (const item of inOrder) {
    const fits = item.always || item.counts.every((name) => (left.get(name) ?? 1) > 0);
    if (!fits) continue;
    kept.add(item.id);
    for (const name of item.counts) {
      const room = left.get(name);
      if (room !== undefined) left.set(name, room - 1);
    }
  }
  return kept;
};
