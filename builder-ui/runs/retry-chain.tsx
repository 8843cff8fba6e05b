import { api } from '../api-client.ts';
import type { Run } from '../api-types.ts';
import { Link } from '../shell/link.tsx';
import { useTexts } from '../texts/texts.ts';
import { useQuery } from '../use-query.ts';
import { RunStatusMark } from './run-status.tsx';
import { runsApi } from './runs-api.ts';
import { useRunsTexts } from './runs-texts.ts';

/** So far back the tries of a run are followed. */
const MOST = 8;

/** The run that was tried again, its tries and theirs: oldest first. */
const chainOf = async (run: Run): Promise<Run[]> => {
  const before: Run[] = [];
  for (let at = run; at.retryOf && before.length < MOST; ) {
    at = await api.run(at.retryOf);
    before.unshift(at);
  }
  const after = (await runsApi.retriesOf(run.id)).toReversed();
  return [...before, run, ...after];
};

/** A run among its tries; nothing where it was never tried again. */
export const RetryChain = ({ run }: { run: Run }) => {
  const t = useTexts();
  const r = useRunsTexts();
  const over = run.endedAt !== null;
  const runs = useQuery(`tries/${run.id}/${over}`, () => chainOf(run)).data ?? [];
  if (runs.length < 2) return null;
  return (
    <nav className="retry-chain" aria-label={r.retry.chain}>
      {runs.map((one, n) => (
        <Link
          key={one.id}
          href={`/runs/${one.id}`}
          {...(one.id === run.id ? { 'aria-current': 'page' as const } : {})}
          title={`${r.retry.attempt(n + 1)} · ${t.runStatus[one.id === run.id ? run.status : one.status]}`}
        >
          <RunStatusMark status={one.id === run.id ? run.status : one.status} word={false} />
          {r.retry.attempt(n + 1)}
        </Link>
      ))}
    </nav>
  );
};
