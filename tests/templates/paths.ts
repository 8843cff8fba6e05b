import type { Expectation } from '#tests/docs/expectation.ts';

/** The way that a template is made for, and the way that its author feared most. */
export type Paths = Record<'main' | 'failure', Expectation>;
