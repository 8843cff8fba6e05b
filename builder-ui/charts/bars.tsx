import { useElementSize } from '@mantine/hooks';
import { useState } from 'react';
import './charts.css';

export interface Bar {
  key: string;
  /** Below the bar, where there is room. */
  tick: string;
  /** Of each kind, from the bottom up. */
  parts: readonly number[];
  /** The whole bar in words. */
  said: string;
}

interface BarsProps {
  title: string;
  bars: readonly Bar[];
  /** In the order of `parts`. */
  kinds: readonly { name: string; look: 'ok' | 'bad' | 'open' | 'else' }[];
  /** All in one sentence, for who does not see it. */
  summary: string;
  onChoose?: (bar: Bar) => void;
  /** How a value of the scale is written; missing: as it is. */
  tickText?: (value: number) => string;
}

const HEIGHT = 180;
/** A few bars are no walls. */
const WIDEST = 56;
/** Of a character of the scale, at most. */
const TICK_WIDTH = 6.5;
const EDGE = { top: 8, bottom: 22, left: 30 };

/** A round number that is not less: 1, 2, 5, 10, 20 … */
export const roundTop = (value: number): number => {
  const size = 10 ** Math.floor(Math.log10(Math.max(1, value)));
  return [1, 2, 5, 10].map((step) => step * size).find((step) => step >= value) ?? 10 * size;
};

/** Stacked bars; the one under the pointer, or chosen by arrows, is said in words. Enter opens it. */
export const Bars = ({ title, bars, kinds, summary, onChoose, tickText = String }: BarsProps) => {
  const { ref, width } = useElementSize();
  const [at, setAt] = useState<number | null>(null);
  const sums = bars.map(({ parts }) => parts.reduce((total, part) => total + part, 0));
  const top = roundTop(Math.max(...sums, 4));
  const ticks = [0, top / 2, top].filter(Number.isInteger);
  const left = Math.max(EDGE.left, ...ticks.map((value) => tickText(value).length * TICK_WIDTH + 8));
  const step = Math.max(1, (width - left) / Math.max(1, bars.length));
  const y = (value: number) => HEIGHT - EDGE.bottom - (value / top) * (HEIGHT - EDGE.top - EDGE.bottom);
  const every = Math.max(1, Math.ceil(58 / Math.max(1, step)));
  const shown = at === null ? undefined : bars[at];
  const move = (by: number) => setAt((now) => Math.min(bars.length - 1, Math.max(0, (now ?? bars.length) + by)));
  return (
    <figure className="chart">
      <figcaption>
        <h2>{title}</h2>
        <output>{shown?.said ?? ''}</output>
      </figcaption>
      <div ref={ref} style={{ height: HEIGHT }}>
        {/* It takes the focus, for bars are read by arrows. */}
        <svg
          width={width}
          height={HEIGHT}
          role="img"
          tabIndex={0}
          aria-label={`${title}: ${shown?.said ?? summary}`}
          style={onChoose && shown ? { cursor: 'pointer' } : undefined}
          onClick={() => shown && onChoose?.(shown)}
          onKeyDown={(event) => {
            if (event.key === 'ArrowLeft') move(-1);
            if (event.key === 'ArrowRight') move(1);
            if (event.key === 'Escape') setAt(null);
            if (event.key === 'Enter' && shown) onChoose?.(shown);
          }}
          onPointerMove={(event) => {
            const { left: edge } = event.currentTarget.getBoundingClientRect();
            const n = Math.floor((event.clientX - edge - left) / step);
            setAt(n >= 0 && n < bars.length ? n : null);
          }}
          onPointerLeave={() => setAt(null)}
        >
          {/* Runs are counted: there is no half of one. */}
          {ticks.map((value) => (
            <g key={value}>
              <line className="chart-axis" x1={left} x2={width} y1={y(value)} y2={y(value)} />
              <text className="chart-tick" x={left - 6} y={y(value) + 4} textAnchor="end">
                {tickText(value)}
              </text>
            </g>
          ))}
          {at !== null && (
            <rect className="chart-band" x={left + at * step} y={EDGE.top} width={step} height={y(0) - EDGE.top} />
          )}
          {bars.map((bar, n) => (
            <g key={bar.key}>
              {bar.parts.map((part, kind) => {
                const below = bar.parts.slice(0, kind).reduce((total, one) => total + one, 0);
                const wide = Math.max(1, Math.min(WIDEST, step - 2 * Math.min(6, step * 0.18)));
                return part === 0 ? null : (
                  <rect
                    key={kinds[kind]?.look}
                    className={`chart-${kinds[kind]?.look}`}
                    x={left + (n + 0.5) * step - wide / 2}
                    width={wide}
                    y={y(below + part)}
                    height={Math.max(1, y(below) - y(below + part))}
                    rx={Math.min(2, step / 6)}
                  />
                );
              })}
              {n % every === 0 && (
                <text className="chart-tick" x={left + (n + 0.5) * step} y={HEIGHT - 6} textAnchor="middle">
                  {bar.tick}
                </text>
              )}
            </g>
          ))}
        </svg>
      </div>
      <ul className="chart-keys">
        {kinds.map((kind) => (
          <li key={kind.look}>
            <svg viewBox="0 0 10 10" aria-hidden="true">
              <rect className={`chart-${kind.look}`} width="10" height="10" rx="2" />
            </svg>
            {kind.name}
          </li>
        ))}
      </ul>
    </figure>
  );
};
