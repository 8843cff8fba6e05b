import type { ReactNode } from 'react';
import type { AiSums } from '../api-types.ts';
import { useLocale } from '../texts/texts.ts';
import { useAiTexts } from './ai-texts.ts';
import { type Metric, tokensOf, valueOf, writeAmount } from './usage-numbers.ts';

export interface Share extends AiSums {
  key: string;
  name: ReactNode;
  note?: string;
}

/** Who took how much, the most first; the bar is the part of the largest. */
export const Shares = ({ title, shares, metric }: { title: string; shares: Share[]; metric: Metric }) => {
  const t = useAiTexts();
  const locale = useLocale();
  const inOrder = shares.toSorted((a, b) => valueOf(b, metric) - valueOf(a, metric));
  const most = Math.max(...shares.map((one) => valueOf(one, metric)), Number.MIN_VALUE);
  return (
    <section className="ai-shares">
      <h2>{title}</h2>
      <ul>
        {inOrder.map((one) => (
          <li key={one.key}>
            <span className="ai-share-name">
              {one.name}
              {one.note && <small>{one.note}</small>}
            </span>
            <strong>{writeAmount(valueOf(one, metric), metric, locale)}</strong>
            <span className="ai-bar" aria-hidden="true">
              <i style={{ width: `${(valueOf(one, metric) / most) * 100}%` }} />
            </span>
            <small className="ai-share-more">
              {t.calls(one.calls)} ·{' '}
              {metric === 'cost'
                ? `${writeAmount(tokensOf(one), 'tokens', locale)} tokens`
                : writeAmount(one.costUsd, 'cost', locale)}
            </small>
          </li>
        ))}
      </ul>
    </section>
  );
};
