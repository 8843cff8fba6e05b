import { z } from 'zod';
import type { ActivityDeps } from '#activities/deps.ts';
import { type Action, action } from '#connectors/action.ts';

/** An action of the tests' own, for a bench that runs the product's activities. */
export const testAction = (run: Action['run']): Action =>
  action({
    id: 'test.call',
    version: 1,
    title: { pt: 'Chamar', en: 'Call' },
    description: { pt: '', en: '' },
    group: 'data',
    icon: 'bolt',
    effect: 'keyed',
    config: z.json(),
    output: z.json(),
    example: null,
    run,
  });

/** Erasure: the action of the tests needs nothing of what a worker has, but for whom it tells of what it writes. */
export const bareDeps = { services: { live: { teller: () => () => undefined } } } as unknown as ActivityDeps;
