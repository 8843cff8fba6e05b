import { asObject, bad } from '../calls.ts';
import { succeed } from '../frames.ts';
import type { NodeKind } from '../run.ts';

export const branch: NodeKind = {
  start(run, at, visit) {
    const value = asObject(run, visit.input, 'config').condition ?? null;
    if (value !== true && value !== false && value !== null) {
      throw bad(run, 'A condição precisa dar true, false ou null', 'A condition must give true, false or null');
    }
    succeed(run, at, visit, String(value === true), { value: value === true });
  },
};

/** The first case that is true, read in order: cases after it are not read at all. */
export const choice: NodeKind = {
  start(run, at, visit) {
    const cases = at.node.plan.config.cases as { port: string }[];
    for (let i = 0; i < cases.length; i++) {
      const when = run.plan.later(at.node, `cases/${i}/when`);
      const port = (cases[i] as { port: string }).port;
      if (!when || !run.test(when, at.frame, at.node)) continue;
      visit.input = { ...asObject(run, visit.input, 'config'), case: i };
      succeed(run, at, visit, port, { port });
      return;
    }
    succeed(run, at, visit, 'default', { port: 'default' });
  },
};
