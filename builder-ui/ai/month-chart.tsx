import { useElementSize } from '@mantine/hooks';
import { useState } from 'react';
import { useLocale } from '../texts/texts.ts';
import { useAiTexts } from './ai-texts.ts';
import { daysOf } from './month.ts';
import { type Metric, writeAmount, writeDay } from './usage-numbers.ts';

interface MonthChartProps {
  month: string;
  /** Up to the end of each day that is over or under way. */
  totals: number[];
  /** Null: no line. */
  limit: number | null;
  metric: Metric;
}

const HEIGHT = 190;
const EDGE = { top: 20, bottom: 22, left: 2, right: 2 };

/** The month's running total against its budget; a day under the pointer, or chosen by arrows, says how much it was. */
export const MonthChart = ({ month, totals, limit, metric }: MonthChartProps) => {
  const t = useAiTexts();
  const locale = useLocale();
  const { ref, width } = useElementSize();
  const [at, setAt] = useState<number | null>(null);
  const days = daysOf(month);
  const top = Math.max(...totals, limit ?? 0, Number.MIN_VALUE) * 1.06;
  const x = (day: number) => EDGE.left + (day / days) * (width - EDGE.left - EDGE.right);
  const y = (value: number) => HEIGHT - EDGE.bottom - (value / top) * (HEIGHT - EDGE.top - EDGE.bottom);
  const line = [`M${x(0)},${y(0)}`, ...totals.map((total, n) => `L${x(n + 1)},${y(total)}`)].join('');
  const write = (value: number) => writeAmount(value, metric, locale);
  const shown = at === null ? undefined : totals[at];
  const move = (step: number) =>
    setAt((now) => Math.min(totals.length - 1, Math.max(0, (now ?? totals.length) + step)));
  const last = totals.at(-1) ?? 0;
  const said =
    at === null
      ? ''
      : `${writeDay(month, at + 1, locale)} · ${write((totals[at] ?? 0) - (totals[at - 1] ?? 0))} · ${t.onDay(write(totals[at] ?? 0))}`;
  return (
    <figure className="ai-chart" ref={ref}>
      <figcaption>
        <span>{t.chart}</span>
        <output>{said}</output>
      </figcaption>
      {/* It takes the focus, for days are read by arrows. */}
      <svg
        width={width}
        height={HEIGHT}
        role="img"
        tabIndex={0}
        aria-label={`${t.chart}: ${write(last)}${limit === null ? '' : ` ${t.ofBudget(write(limit))}`}. ${said}`}
        onKeyDown={(event) => {
          if (event.key === 'ArrowLeft') move(-1);
          if (event.key === 'ArrowRight') move(1);
          if (event.key === 'Escape') setAt(null);
        }}
        onPointerMove={(event) => {
          const { left } = event.currentTarget.getBoundingClientRect();
          const day = Math.floor(((event.clientX - left) / Math.max(1, width)) * days);
          setAt(day < totals.length ? Math.max(0, day) : null);
        }}
        onPointerLeave={() => setAt(null)}
      >
        <line className="ai-axis" x1={x(0)} x2={x(days)} y1={y(0)} y2={y(0)} />
        <path className="ai-area" d={`${line}L${x(totals.length)},${y(0)}Z`} />
        <path className="ai-line" d={line} data-over={(limit !== null && last > limit) || undefined} />
        {limit !== null && (
          <>
            <line className="ai-limit" x1={x(0)} x2={x(days)} y1={y(limit)} y2={y(limit)} />
            <text className="ai-limit-name" x={x(0) + 4} y={y(limit) - 6}>
              {t.budgetLine} · {write(limit)}
            </text>
          </>
        )}
        {(width < 480 ? [1, 15, days] : [1, 8, 15, 22, days]).map((day) => (
          <text
            key={day}
            className="ai-day"
            x={x(day - (day === days ? 0 : 1))}
            y={HEIGHT - 5}
            textAnchor={day === days ? 'end' : 'start'}
          >
            {writeDay(month, day, locale)}
          </text>
        ))}
        {at !== null && shown !== undefined && (
          <>
            <line className="ai-cursor" x1={x(at + 1)} x2={x(at + 1)} y1={EDGE.top} y2={y(0)} />
            <circle className="ai-dot" cx={x(at + 1)} cy={y(shown)} r={4} />
          </>
        )}
      </svg>
    </figure>
  );
};
