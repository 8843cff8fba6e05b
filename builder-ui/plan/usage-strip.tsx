import { Link } from '../shell/link.tsx';
import { useEntitled } from './entitled.ts';
import './plan.css';
import { usePlanTexts } from './plan-texts.ts';
import { UsageBar } from './usage-bars.tsx';
import { nearestLimits } from './usage-shown.ts';
import { useUsage } from './use-plan.ts';

const FEW = 4;

/** Beside other things: what is nearest to its limit. Where nothing has one, nothing. */
export const UsageStrip = () => {
  // Where nobody is limited, nobody asks.
  return useEntitled() === null ? null : <Strip />;
};

const Strip = () => {
  const t = usePlanTexts();
  const usage = nearestLimits(useUsage().data ?? [], FEW);
  if (usage.length === 0) return null;
  return (
    <section className="card usage-strip" aria-labelledby="usage-strip">
      <header className="card-head">
        <h2 id="usage-strip">{t.usage}</h2>
        <Link href="/plan">{t.see}</Link>
      </header>
      <ul className="usage">
        {usage.map((one) => (
          <UsageBar key={one.feature} one={one} />
        ))}
      </ul>
    </section>
  );
};
