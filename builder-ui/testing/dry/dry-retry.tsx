import type { FlowNode } from '#flow/document.ts';
import type { NodeType } from '#flow/node-type.ts';
import { Icon } from '../../icons/icon.tsx';
import { spanWords } from '../../simulator/time-words.ts';
import { useLocale } from '../../texts/texts.ts';
import { useDryTexts } from './dry-texts.ts';
import { retryPlan } from './retry-plan.ts';

/** More pauses than these are not read one by one. */
const MOST_PAUSES = 5;

/** What an action's retries come to, in words. */
export const DryRetry = ({ node, type }: { node: FlowNode; type: NodeType }) => {
  const t = useDryTexts();
  const locale = useLocale();
  const plan = retryPlan(node, type);
  if (!plan) return null;
  const span = (ms: number) => spanWords(ms, locale);
  const shown = plan.pauses.slice(0, MOST_PAUSES).map(span);
  const pauses = plan.pauses.length > MOST_PAUSES ? [...shown, t.more].join(', ') : shown.join(', ');
  return (
    <div className="dry-check" role="note">
      <Icon name="refresh" size={15} />
      <div>
        {plan.attempts === 1 ? (
          <strong>{t.once(span(plan.timeoutMs))}</strong>
        ) : (
          <>
            <strong>{t.retries(plan.attempts, pauses)}</strong>
            <small>{t.worst(span(plan.worstMs), span(plan.timeoutMs))}</small>
          </>
        )}
      </div>
    </div>
  );
};
