const MAX_CANDIDATES = 500;

/** The name among `names` that was probably meant by `typed`, or nothing. Looks at 500 names at most. */
export const nearestName = (typed: string, names: Iterable<string>): string | undefined => {
  const cap = typed.length <= 4 ? 1 : typed.length <= 7 ? 2 : 3;
  const wanted = fold(typed);
  let best: string | undefined;
  let least = cap + 1;
  let looked = 0;
  for (const name of names) {
    if (++looked > MAX_CANDIDATES) break;
    if (Math.abs(name.length - typed.length) >= least) continue;
    const distance = editDistance(wanted, fold(name), least);
    if (distance >= least) continue;
    best = name;
    least = distance;
    if (distance === 0) break;
  }
  return best;
};

/** Case and accents are the commonest slips of all: they cost nothing. */
const fold = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase();

/** Edits (a swap of neighbours is one) from `a` to `b`; stops at `cap` and gives it. */
const editDistance = (a: string, b: string, cap: number): number => {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((last[j] ?? cap) + 1, (row[j - 1] ?? cap) + 1, (last[j - 1] ?? cap) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (before[j - 2] ?? cap) + 1);
      }
      row.push(cost);
      least = Math.min(least, cost);
    }
    if (least >= cap) return cap;
    before = last;
    last = row;
  }
  return Math.min(cap, last[b.length] ?? cap);
};
