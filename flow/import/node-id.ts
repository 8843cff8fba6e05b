/** `Get Today's Time Entries` → `getTodaysTimeEntries`; an id of the language, made of a name. */
export function idOf(name: string): string {
  const words = name
    .normalize('NFD')
    .replace(/[\u0300-\u036f'’]/g, '')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '');
  const joined = words
    .map((word, i) => (i === 0 ? lowered(word) : word.charAt(0).toUpperCase() + word.slice(1)))
    .join('')
    .slice(0, 40);
  return /^[a-z]/.test(joined)
    ? joined
    : joined === ''
      ? 'step'
      : `step${joined.charAt(0).toUpperCase()}${joined.slice(1)}`;
}

/** `HTTP` → `http`, `getUser` stays. */
const lowered = (word: string): string =>
  word === word.toUpperCase() ? word.toLowerCase() : word.charAt(0).toLowerCase() + word.slice(1);

/** An id that nobody has; it is taken from now on. */
export function freshId(wish: string, taken: Set<string>): string {
  let id = wish;
  for (let n = 2; taken.has(id); n++) id = `${wish}${n}`;
  taken.add(id);
  return id;
}
