import type { Client } from '@temporalio/client';
import type { WorkerOptions } from '@temporalio/worker';
import type { Logger } from 'pino';
import { Repeating } from './repeating.ts';

/** Of Temporal's worker versioning: a run stays with the workers of the release in which it began (docs/decisions/015). */
export interface Deployment {
  /** Names this release's workers among others. */
  version: string;
  /** The first process of a version makes it the one that gets new runs. */
  promote: boolean;
}

const NAME = 'trama';
const AGAIN_MS = 500;
/** WORKER_DEPLOYMENT_VERSION_STATUS_INACTIVE: there, and never current. */
const INACTIVE = 1;

export const versionOptions = (deployment: Deployment | null): Pick<WorkerOptions, 'workerDeploymentOptions'> =>
  deployment === null
    ? {}
    : {
        workerDeploymentOptions: {
          version: { deploymentName: NAME, buildId: deployment.version },
          useWorkerVersioning: true,
          defaultVersioningBehavior: 'PINNED',
        },
      };

/**
 * Makes the version the current one, if it never was: a process that comes back, of this version or one before, changes
 * nothing, nor does it take back what an operator decided. Goes on until Temporal knows the version.
 * @returns what waits for the turn that is under way, and ends it
 */
export function promoteOnce(
  client: Client,
  { namespace, version, log }: { namespace: string; version: string; log: Logger },
): { stop(): Promise<void> } {
  let done = false;
  const turns = new Repeating(
    async () => {
      done ||= await promoted(client, namespace, version, log);
      return done ? 2 ** 31 - 1 : AGAIN_MS;
    },
    (err) => log.debug({ err }, 'the version is not current yet'),
  );
  return turns;
}

async function promoted(client: Client, namespace: string, buildId: string, log: Logger): Promise<boolean> {
  const { workflowService: service } = client;
  const { workerDeploymentInfo: info, conflictToken } = await service.describeWorkerDeployment({
    namespace,
    deploymentName: NAME,
  });
  const own = info?.versionSummaries?.find(({ deploymentVersion }) => deploymentVersion?.buildId === buildId);
  if (!own) return false;
  if (own.status !== INACTIVE) return true;
  await service.setWorkerDeploymentCurrentVersion({ namespace, deploymentName: NAME, buildId, conflictToken });
  log.info({ version: buildId }, 'new runs begin with the workers of this version');
  return true;
}
