import { actionsById } from '#connectors/actions.ts';
import { LET_GO, type LetGo } from '#flow/contracts/let-go.ts';
import { actionActivity, type Made } from './action-activity.ts';
import type { ActivityDeps } from './deps.ts';
import { engineActivities } from './engine-activities.ts';
import { OpenAttempts } from './open-attempts.ts';
import { webhookActivities } from './outbound/deliver-webhook.ts';

type Activities = Record<string, (...args: never[]) => Promise<unknown>>;

/** Every action of a worker, by id. `ownQueue`: the task queue that this process alone listens to. */
export const actionActivities = (deps: ActivityDeps, ownQueue: string): Activities => {
  const open = new OpenAttempts<Made>(ownQueue);
  const letGo: LetGo = async ({ key }) => open.letGo(key);
  return {
    ...Object.fromEntries([...actionsById].map(([id, action]) => [id, actionActivity(action, deps, open)])),
    [LET_GO]: letGo,
  };
};

/** Every activity of a worker, by type: one an action, and the engine's own. */
export const createActivities = (actions: Activities, deps: ActivityDeps): Activities => ({
  ...actions,
  ...engineActivities(deps),
  ...webhookActivities({ ...deps, dial: deps.services.dial }),
});
