import { expect, test } from 'vitest';
import type { TramaError } from '#flow/errors.ts';
import { type OpenMachine, requireMachines } from './open-machines.ts';

const refusal = (open: OpenMachine[], here: number[]): TramaError | null => {
  try {
    requireMachines(open, here);
    return null;
  } catch (error) {
    return error as TramaError;
  }
};

test('a release with every machine that open runs need may start', () => {
  expect(refusal([], [1])).toBeNull();
  expect(refusal([{ machine: 1, runs: 3, releases: [] }], [1, 2])).toBeNull();
});

test('one that lacks some is refused by name: the number, how many runs need it, and the releases that have it', () => {
  const error = refusal(
    [
      { machine: 1, runs: 3, releases: ['0.1.0', '0.2.0'] },
      { machine: 2, runs: 7, releases: ['0.2.0'] },
      { machine: 4, runs: 1, releases: [] },
    ],
    [2, 3],
  );
  expect(error?.code).toBe('machine_missing');
  expect(error?.text).toEqual({
    pt: 'esta versão tem as máquinas 2, 3, e há execuções abertas de outras: 1 (3 execuções; está em 0.1.0, 0.2.0), 4 (1 execuções; versão desconhecida). Inicie uma versão que as tenha; veja docs/upgrading.md',
    en: 'this release has the machines 2, 3, and there are open runs of others: 1 (3 runs; it is in 0.1.0, 0.2.0), 4 (1 runs; release unknown). Start a release that has them; see docs/upgrading.md',
  });
});
