import type { PathStep } from '#flow/machine/protocol.ts';
import type { Step } from '../../api-types.ts';

/** By container, the index of the round that is looked at; a container that is not there shows all of its rounds. */
export type Picks = ReadonlyMap<string, number>;

/** The rounds of a container, within the rounds that are picked around it. */
export interface Rounds {
  /** Indexes of those that there were, in order. */
  all: number[];
  failed: number[];
  /** The one that is picked. */
  picked: number | undefined;
}

const fits = (path: readonly PathStep[], picks: Picks): boolean =>
  path.every(({ container, index }) => {
    const picked = picks.get(container);
    return picked === undefined || picked === index;
  });

/** The steps of the rounds that are picked, and all steps that stand in no picked loop. */
export const stepsOfRounds = (steps: readonly Step[], picks: Picks): readonly Step[] =>
  picks.size === 0 ? steps : steps.filter((step) => fits(step.path, picks));

export const roundsOf = (steps: readonly Step[], picks: Picks): Map<string, Rounds> => {
  const found = new Map<string, { all: Set<number>; failed: Set<number> }>();
  for (const { path, status } of steps)
    for (const [depth, { container, index }] of path.entries()) {
      if (!fits(path.slice(0, depth), picks)) break;
      let rounds = found.get(container);
      if (!rounds) found.set(container, (rounds = { all: new Set(), failed: new Set() }));
      rounds.all.add(index);
      if (status === 'failed') rounds.failed.add(index);
    }
  const inOrder = (set: Set<number>) => [...set].sort((a, b) => a - b);
  return new Map(
    [...found].map(([id, { all, failed }]) => [
      id,
      { all: inOrder(all), failed: inOrder(failed), picked: picks.get(id) },
    ]),
  );
};

/** Picks a round, or (undefined) all of them; what was picked inside of it stays. */
export const pick = (picks: Picks, container: string, index: number | undefined): Picks => {
  const next = new Map(picks);
  if (index === undefined) next.delete(container);
  else next.set(container, index);
  return next;
};

/** The picks by which one step is seen. */
export const picksFor = (picks: Picks, { path }: Step): Picks => {
  if (fits(path, picks)) return picks;
  return new Map([...picks, ...path.map(({ container, index }) => [container, index] as const)]);
};

export const sameRounds = (a: Rounds, b: Rounds): boolean =>
  a.picked === b.picked && a.all.length === b.all.length && a.failed.length === b.failed.length;
