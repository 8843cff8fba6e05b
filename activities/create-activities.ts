import { actionsById } from '#connectors/actions.ts';
import { actionActivity } from './action-activity.ts';
import type { ActivityDeps } from './deps.ts';
import { engineActivities } from './engine-activities.ts';

/** Every activity of a worker, by type: one an action, and the engine's own. */
export const createActivities = (deps: ActivityDeps): Record<string, (...args: never[]) => Promise<unknown>> => ({
  ...Object.fromEntries([...actionsById].map(([id, action]) => [id, actionActivity(action, deps)])),
  ...engineActivities(deps),
});
