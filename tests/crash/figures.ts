import { type FaultKind, type Outage, WHOLE } from './faults.ts';
import type { Findings } from './laboratory.ts';

const SHOWN = 30;

const count = <T>(all: readonly T[], is: (one: T) => boolean): number => all.filter(is).length;

/** What a person reads at the end. */
export function figures(findings: Findings): string {
  const { seed, tries, outages, verdict, remains, effects, calls } = findings;
  const kinds = outages.flatMap((outage) => outage.kinds);
  const kills = count(kinds, (kind) => kind.startsWith('kill'));
  const at = (share: number): string =>
    seconds(remains.durations[Math.floor((remains.durations.length - 1) * share)]?.ms);
  const rows: [string, string | number][] = [
    ['seed', seed],
    ['triggers tried, accepted', `${tries.length}, ${count(tries, ({ acceptedAt }) => acceptedAt !== null)}`],
    ['runs', remains.runs],
    ['outside effects, calls', `${effects}, ${calls}`],
    ['kills', kills],
    ['other outages', kinds.length - kills],
    ['the product ended by itself', findings.unasked],
    ['calls that callers had to repeat', findings.failedTries],
    ['lost', verdict.lost.length],
    ['doubled with the same key', verdict.doubledSameKey],
    ['doubled with another key', verdict.doubledOtherKey.length],
    ['other promises broken', verdict.broken.length],
    ['left behind', JSON.stringify(remains.left)],
    ...WHOLE.map((kind): [string, string] => [`longest: ${kind}`, seconds(longestOf(outages, kind))]),
    ['longest recovery, to an answer', seconds(Math.max(0, ...outages.map(({ recoveryMs }) => recoveryMs)))],
    ['longest catching up', seconds(findings.slowestCatchUpMs)],
    ['acceptance to end: median, p99, most', `${at(0.5)}, ${at(0.99)}, ${at(1)}`],
    ['slowest', slowest(findings)],
    ...findings.notPossible.map((what): [string, string] => ['not tried', what]),
  ];
  const faults = [...new Set(kinds)].sort().map((kind) => `${kind} ×${count(kinds, (one) => one === kind)}`);
  return [
    ...rows.map(([what, value]) => `${what.padEnd(38)} ${value}`),
    `outages: ${faults.join(', ')}`,
    ...problems(findings)
      .slice(0, SHOWN)
      .map((line) => `✗ ${line}`),
  ].join('\n');
}

/** What a person remembers. */
export const summary = ({ remains, outages, verdict }: Findings): string => {
  const kills = count(
    outages.flatMap(({ kinds }) => kinds),
    (kind) => kind.startsWith('kill'),
  );
  return `${remains.runs} runs, ${kills} kills, ${verdict.lost.length} lost, ${verdict.doubledOtherKey.length} doubled`;
};

const longestOf = (outages: readonly Outage[], kind: FaultKind): number =>
  Math.max(0, ...outages.filter(({ kinds }) => kinds[0] === kind).map(({ beganAt, mendedAt }) => mendedAt - beganAt));

/** All that must not be, a line each. None: it held. */
export const problems = ({ verdict, remains }: Findings): string[] => [
  ...verdict.lost.map((line) => `lost: ${line}`),
  ...verdict.doubledOtherKey.map((line) => `doubled: ${line}`),
  ...verdict.broken,
  ...Object.entries(remains.left).map(([what, n]) => `left behind: ${n} ${what}`),
];

/** The longest run of each of the slowest kinds. */
function slowest({ remains }: Findings): string {
  const most = new Map(remains.durations.map(({ kind, ms }) => [kind, ms]));
  const kinds = [...most].sort(([, a], [, b]) => b - a).slice(0, 5);
  return kinds.map(([kind, ms]) => `${kind} ${seconds(ms)}`).join(', ');
}

const seconds = (ms: number | undefined): string => `${((ms ?? 0) / 1000).toFixed(1)} s`;
