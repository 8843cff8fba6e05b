import { isStanding, type Limited, METERED, STANDING } from '#flow/contracts/plan-features.ts';
import { limitNow, type Snapshot } from './snapshot.ts';

/** How full something is that a plan limits. */
export interface UsageLine {
  feature: Limited;
  kind: 'metered' | 'standing';
  current: number;
  /** -1: as many as one likes. */
  limit: number;
  /** Of the limit, a whole number; 0 where there is none. May pass 100. */
  percentage: number;
  /** ISO 8601 UTC; null: it does not begin anew by itself. */
  resetsAt: string | null;
  warning: 'none' | 'near' | 'full';
}

/** Below that nobody is warned. */
const NEAR = 80;

const lineOf = (snapshot: Snapshot, feature: Limited, current: number): UsageLine => {
  const limit = limitNow(snapshot.limits[feature]);
  const percentage = limit < 0 ? 0 : limit === 0 ? (current > 0 ? 100 : 0) : Math.floor((current * 100) / limit);
  const full = limit > 0 && percentage >= 100;
  return {
    feature,
    kind: isStanding(feature) ? 'standing' : 'metered',
    current,
    limit,
    percentage,
    resetsAt: isStanding(feature) ? null : snapshot.resetsAt,
    warning: full ? 'full' : limit > 0 && percentage >= NEAR ? 'near' : 'none',
  };
};

/** Everything that is counted, with how full it is. `counts`: how many stand. */
export const usageLines = (snapshot: Snapshot, counts: ReadonlyMap<Limited, number>): UsageLine[] => [
  ...METERED.map((feature) => lineOf(snapshot, feature, snapshot.used[feature]?.used ?? 0)),
  ...STANDING.map((feature) => lineOf(snapshot, feature, counts.get(feature) ?? 0)),
];
