import { failure } from '#flow/errors.ts';
import type { AdminDb } from '#prisma/admin-db.ts';

/** Open runs by the machine that they were accepted for. */
export interface OpenMachine {
  machine: number;
  runs: number;
  /** That had this machine and ran on this database, oldest first. */
  releases: string[];
}

/** Of all tenants, also of those whose runs are between two places, where no other statement meets them. */
export const openMachines = (admin: AdminDb): Promise<OpenMachine[]> => admin.sql<OpenMachine>`
  select machine::int, sum(n)::int as runs,
    array(select release from machine_releases m where m.machine = opened.machine order by since, release) as releases
  from (
    select machine, count(*) as n from runs where ended_at is null group by machine
    union all
    select moved.machine, moved.runs from tenant_placements p cross join lateral placement_machines(p.tenant_id) moved
    where p.path is null
  ) opened group by machine order by machine`;

/** Leaves a note of the machines that a release has, for the day on which another one lacks them. */
export const noteMachines = async (admin: AdminDb, here: number[], release: string): Promise<void> => {
  await admin.sql`insert into machine_releases (machine, release)
    select unnest(${here}::int[]), ${release} on conflict do nothing`;
};

const LEFT_OUT = 5;

/**
 * Open runs would stand still in a release without their machine, and nobody would know why.
 * @throws `machine_missing`, which names the numbers, how many runs need them, and the releases that have them.
 */
export function requireMachines(open: OpenMachine[], here: number[]): void {
  const missing = open.filter(({ machine }) => !here.includes(machine));
  if (missing.length === 0) return;
  const inWords = (none: string, ofRuns: string, has: string): string =>
    missing
      .map(({ machine, runs, releases }) => {
        const where = releases.length === 0 ? none : `${has} ${releases.slice(-LEFT_OUT).join(', ')}`;
        return `${machine} (${runs} ${ofRuns}; ${where})`;
      })
      .join(', ');
  const numbers = here.join(', ');
  throw failure(
    'machine_missing',
    `esta versão tem as máquinas ${numbers}, e há execuções abertas de outras: ${inWords('versão desconhecida', 'execuções', 'está em')}. Inicie uma versão que as tenha; veja docs/upgrading.md`,
    `this release has the machines ${numbers}, and there are open runs of others: ${inWords('release unknown', 'runs', 'it is in')}. Start a release that has them; see docs/upgrading.md`,
  );
}
