/**
 * The number of this machine: of what `flow/` and `workflows/` do with a history. A run keeps that of its acceptance to its
 * end. It is raised as docs/upgrading.md says, and only when a stored history does not replay any more.
 */
export const MACHINE = 1;

/** The task queue of a machine's runs: workers that lack the machine never see them. */
export const queueOf = (machine: number): string => (machine === 1 ? 'flows' : `flows/${machine}`);
