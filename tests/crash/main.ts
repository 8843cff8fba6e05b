import { type FaultKind, WHOLE } from './faults.ts';
import { figures, problems, summary } from './figures.ts';
import { laboratory } from './laboratory.ts';

// `npm run test:crash -- --runs=10000 --seed=7 --embedded`: see docs/crash-laboratory.md.
const given = new Map(
  process.argv.slice(2).map((word) => {
    const [, name = '', value = 'true'] = /^--([a-z]+)(?:=(.*))?$/.exec(word) ?? [];
    return [name, value] as const;
  }),
);
const number = (name: string, otherwise: number): number => Number(given.get(name) ?? otherwise);
const say = (line: string): void => void process.stdout.write(`${line}\n`);

// What was started ends with us, by what listens to `exit`.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
const seed = number('seed', Date.now() % 1_000_000);
say(`seed ${seed}`);
const findings = await laboratory({
  seed,
  runs: number('runs', 10_000),
  outages: number('outages', 1),
  callers: number('callers', 16),
  longestMs: number('longest', 60) * 1_000,
  quietMs: [1_000, 8_000],
  settleMs: 180_000,
  embedded: given.has('embedded'),
  nodes: number('nodes', 2),
  disk: !given.has('nodisk'),
  only: (given.get('only')?.split(',') as FaultKind[] | undefined) ?? null,
  first: [],
  whole: WHOLE,
  keep: given.has('keep'),
  log: say,
});
say(figures(findings));
say(summary(findings));
process.exitCode = problems(findings).length > 0 ? 1 : 0;
