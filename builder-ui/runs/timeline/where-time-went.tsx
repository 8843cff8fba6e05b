import { span } from '../../shell/times.ts';
import { useLocale } from '../../texts/texts.ts';
import { useRunsTexts } from '../runs-texts.ts';
import type { TimeShare } from './timeline-rows.ts';

const SHOWN = 4;
/** Less is not worth a word. */
const LEAST = 0.02;
/** Nobody asks why it took less. */
const SLOW_MS = 200;

/** Why it took so long: the nodes that most of the time went into, in a sentence and as bars. */
export const WhereTimeWent = ({ shares, labels }: { shares: TimeShare[]; labels: ReadonlyMap<string, string> }) => {
  const r = useRunsTexts();
  const locale = useLocale();
  const told = shares.filter(({ share }) => share >= LEAST).slice(0, SHOWN);
  const [first] = told;
  if (!first || first.ms < SLOW_MS) return <span />;
  const percent = (share: number) =>
    new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }).format(Math.min(1, share));
  const nameOf = ({ node }: TimeShare) => labels.get(node) ?? node;
  const say = first.isWait ? r.timeline.mostlyWait : r.timeline.mostly;
  return (
    <div className="time-shares">
      <p>{say(percent(first.share), span(first.ms, locale), nameOf(first))}</p>
      <ul aria-label={r.timeline.why}>
        {told.map((one) => (
          <li key={one.node} title={`${nameOf(one)} · ${span(one.ms, locale)}`}>
            <i data-wait={one.isWait} style={{ width: `${Math.max(2, Math.min(1, one.share) * 100)}%` }} />
            <span>
              {nameOf(one)}
              {one.visits > 1 ? ` ${r.timeline.visits(one.visits)}` : ''}
            </span>
            <b>{percent(one.share)}</b>
          </li>
        ))}
      </ul>
    </div>
  );
};
