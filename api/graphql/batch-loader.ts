/** Gives what belongs to a key; keys that are asked for in one turn of the event loop are fetched together, each once. */
export type Loader<V> = (key: string) => Promise<V | null>;

export const batchLoader = <V>(fetch: (keys: string[]) => Promise<Map<string, V>>): Loader<V> => {
  const known = new Map<string, Promise<V | null>>();
  let waiting: { keys: string[]; found: Promise<Map<string, V>> } | null = null;
  const begin = () => {
    const keys: string[] = [];
    // After the resolvers of this turn have said what they want.
    const found = new Promise<void>((done) => setImmediate(done)).then(() => {
      waiting = null;
      return fetch(keys);
    });
    return { keys, found };
  };
  return (key) => {
    const asked = known.get(key);
    if (asked) return asked;
    waiting ??= begin();
    waiting.keys.push(key);
    const answer = waiting.found.then((found) => found.get(key) ?? null);
    known.set(key, answer);
    return answer;
  };
};
