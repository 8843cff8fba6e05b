/** A change of what somebody pays each month, as its row says. Months are `2026-11`, of the operators' calendar. */
export interface Change {
  tenant: string;
  month: string;
  kind: string;
  fromState: string;
  toState: string;
  /** Cents a month, zero while nothing is paid. */
  mrrBefore: number;
  mrrAfter: number;
}

/** What became of monthly income within a month; cents, all zero or more. `end` = before + what came − what went. */
export interface MonthOfIncome {
  month: string;
  /** Cents at the month's end. */
  mrr: number;
  /** Of who never paid before. */
  fresh: number;
  /** Of who paid once, stopped, and pays again. */
  back: number;
  larger: number;
  smaller: number;
  gone: number;
  /** Who pays, at the month's end. */
  payers: number;
  /** Who stopped paying within it. */
  left: number;
  /** `left` of those who paid when it began, 0 to 1; null: nobody did. */
  churn: number | null;
  /** `gone` and `smaller` of the income when it began, 0 to 1 or more; null: there was none. */
  incomeChurn: number | null;
}

/** How those who began something in a month came out; `open`: nobody knows yet. */
export interface Cohort {
  month: string;
  began: number;
  won: number;
  lost: number;
  open: number;
  /** Won of those that came out, 0 to 1; null: none did yet. */
  rate: number | null;
}

const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

/** The months from one to the other, both among them. */
export const monthsBetween = (from: string, to: string): string[] => {
  const months: string[] = [];
  let [year = 0, month = 0] = from.split('-').map(Number);
  for (let text = from; text <= to && months.length < 1_200; ) {
    months.push(text);
    month += 1;
    if (month > 12) [year, month] = [year + 1, 1];
    text = `${year}-${String(month).padStart(2, '0')}`;
  }
  return months;
};

const byMonth = (changes: readonly Change[]): Map<string, Change[]> => {
  const months = new Map<string, Change[]>();
  for (const one of changes) {
    const group = months.get(one.month);
    if (group) group.push(one);
    else months.set(one.month, [one]);
  }
  return months;
};

/**
 * Income by month. `changes`: all there ever were, oldest first; `months`: those that are shown, oldest first, without a gap.
 * Who pauses pays nothing, and so has left until they come back.
 */
export const incomeByMonth = (changes: readonly Change[], months: readonly string[]): MonthOfIncome[] => {
  const [first = ''] = months;
  const groups = byMonth(changes.filter(({ month }) => month >= first));
  const everPaid = new Set<string>();
  const pays = new Map<string, number>();
  const note = ({ tenant, mrrAfter }: Change) => {
    if (mrrAfter > 0) everPaid.add(tenant);
    pays.set(tenant, mrrAfter);
  };
  for (const one of changes) if (one.month < first) note(one);
  return months.map((month) => {
    const payersBefore = [...pays.values()].filter((cents) => cents > 0).length;
    const before = [...pays.values()].reduce((sum, cents) => sum + cents, 0);
    const sums = { fresh: 0, back: 0, larger: 0, smaller: 0, gone: 0 };
    let left = 0;
    for (const one of groups.get(month) ?? []) {
      const { tenant, mrrAfter } = one;
      const had = pays.get(tenant) ?? 0;
      if (had === 0 && mrrAfter > 0) sums[everPaid.has(tenant) ? 'back' : 'fresh'] += mrrAfter;
      else if (mrrAfter === 0 && had > 0) {
        sums.gone += had;
        left += 1;
      } else if (mrrAfter > had) sums.larger += mrrAfter - had;
      else sums.smaller += had - mrrAfter;
      note(one);
    }
    const mrr = before + sums.fresh + sums.back + sums.larger - sums.smaller - sums.gone;
    const payers = [...pays.values()].filter((cents) => cents > 0).length;
    return {
      ...{ month, mrr, ...sums, payers, left },
      churn: share(left, payersBefore),
      incomeChurn: share(sums.gone + sums.smaller, before),
    };
  });
};

interface Watch {
  begins(change: Change): boolean;
  wins(change: Change): boolean;
  loses(change: Change): boolean;
}

const cohorts = (changes: readonly Change[], months: readonly string[], watch: Watch): Cohort[] => {
  const counts = new Map(months.map((month) => [month, { month, began: 0, won: 0, lost: 0, open: 0 }]));
  /** Of each tenant: the month of what began and has not come out. */
  const open = new Map<string, string>();
  for (const one of changes) {
    const since = open.get(one.tenant);
    const count = since === undefined ? undefined : counts.get(since);
    const outcome = watch.wins(one) ? 'won' : watch.loses(one) ? 'lost' : null;
    if (since !== undefined && outcome !== null) {
      if (count) count[outcome] += 1;
      open.delete(one.tenant);
    }
    if (!open.has(one.tenant) && watch.begins(one)) {
      const begun = counts.get(one.month);
      if (begun) begun.began += 1;
      open.set(one.tenant, one.month);
    }
  }
  for (const month of open.values()) {
    const count = counts.get(month);
    if (count) count.open += 1;
  }
  return [...counts.values()].map((count) => ({ ...count, rate: share(count.won, count.won + count.lost) }));
};

/** Trials by the month in which they began: won where they were paid for, lost where they ended without. */
export const trialsByMonth = (changes: readonly Change[], months: readonly string[]): Cohort[] =>
  cohorts(changes, months, {
    begins: ({ toState, fromState }) => toState === 'trialing' && fromState !== 'trialing',
    wins: ({ mrrAfter }) => mrrAfter > 0,
    loses: ({ fromState, toState }) => fromState === 'trialing' && toState !== 'trialing',
  });

const owes = (state: string): boolean => state === 'past_due' || state === 'grace';

/** Failed charges by the month of the failure: won where they were paid after all, lost where the plan fell. */
export const recoveryByMonth = (changes: readonly Change[], months: readonly string[]): Cohort[] =>
  cohorts(changes, months, {
    begins: ({ fromState, toState }) => owes(toState) && !owes(fromState),
    wins: ({ fromState, toState }) => owes(fromState) && toState === 'active',
    loses: ({ fromState, toState }) => owes(fromState) && !owes(toState) && toState !== 'active',
  });
