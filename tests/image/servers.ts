import { freePort } from '#scripts/embedded/ports.ts';
import { startPostgres } from '#scripts/embedded/postgres.ts';
import { startTemporal } from '#scripts/embedded/temporal.ts';
import { temporalProgram } from '#scripts/embedded/temporal-program.ts';

export interface Outside {
  superuserUrl: string;
  password: string;
  temporal: string;
  stop: () => Promise<void>;
}

/** PostgreSQL and Temporal where a container finds them: somewhere else. */
export async function serversOutside(folder: string, say: (line: string) => void): Promise<Outside> {
  const onLost = (reason: string) => {
    throw new Error(reason);
  };
  const program = await temporalProgram({ given: undefined, log: say });
  const common = { folder, log: say, onLost };
  const [postgres, temporal] = await Promise.all([
    startPostgres({ ...common, port: 0, careless: true }),
    freePort().then((port) => startTemporal({ ...common, program, port, namespace: 'default' })),
  ]);
  return {
    superuserUrl: postgres.superuserUrl,
    password: postgres.password,
    temporal: temporal.address,
    stop: async () => void (await Promise.all([postgres.stop(), temporal.stop()])),
  };
}
