import { useElementSize } from '@mantine/hooks';
import { useState } from 'react';
import './charts.css';

interface HeatMapProps {
  title: string;
  /** One row of 24 hours for each of these names. */
  rows: readonly { name: string; hours: readonly number[] }[];
  /** A cell in words. */
  say: (row: string, hour: number, value: number) => string;
  /** All in one sentence, for who does not see it. */
  summary: string;
}

const LABEL = 36;
const CELL = 20;

/** When things happen: days of the week by hours. The darker, the more; the number of a cell is said in words. */
export const HeatMap = ({ title, rows, say, summary }: HeatMapProps) => {
  const { ref, width } = useElementSize();
  const [at, setAt] = useState<{ row: number; hour: number } | null>(null);
  const most = Math.max(...rows.flatMap(({ hours }) => hours), 1);
  const step = Math.max(4, (width - LABEL) / 24);
  const height = rows.length * CELL + 20;
  const value = at === null ? 0 : (rows[at.row]?.hours[at.hour] ?? 0);
  const said = at === null ? '' : say(rows[at.row]?.name ?? '', at.hour, value);
  const move = (down: number, right: number) =>
    setAt((now) => ({
      row: Math.min(rows.length - 1, Math.max(0, (now?.row ?? 0) + down)),
      hour: Math.min(23, Math.max(0, (now?.hour ?? 0) + right)),
    }));
  return (
    <figure className="chart">
      <figcaption>
        <h2>{title}</h2>
        <output>{said}</output>
      </figcaption>
      <div ref={ref} style={{ height }}>
        <svg
          width={width}
          height={height}
          role="img"
          tabIndex={0}
          aria-label={`${title}: ${said || summary}`}
          onKeyDown={(event) => {
            const step = STEPS[event.key];
            if (!step) return;
            event.preventDefault();
            move(...step);
          }}
          onPointerMove={(event) => {
            const box = event.currentTarget.getBoundingClientRect();
            const row = Math.floor((event.clientY - box.top) / CELL);
            const hour = Math.floor((event.clientX - box.left - LABEL) / step);
            setAt(row >= 0 && row < rows.length && hour >= 0 && hour < 24 ? { row, hour } : null);
          }}
          onPointerLeave={() => setAt(null)}
        >
          {rows.map((row, n) => (
            <g key={row.name}>
              <text className="chart-tick" x={LABEL - 8} y={n * CELL + 14} textAnchor="end">
                {row.name}
              </text>
              {row.hours.map((count, hour) => (
                <rect
                  // Hours have no other name.
                  key={hour}
                  className={count === 0 ? 'heat-none' : 'heat-cell'}
                  x={LABEL + hour * step + 1}
                  y={n * CELL + 1}
                  width={step - 2}
                  height={CELL - 2}
                  rx={3}
                  opacity={count === 0 ? 1 : 0.25 + 0.75 * (count / most)}
                />
              ))}
            </g>
          ))}
          {at !== null && (
            <rect
              className="heat-here"
              x={LABEL + at.hour * step + 0.5}
              y={at.row * CELL + 0.5}
              width={step - 1}
              height={CELL - 1}
              rx={3}
            />
          )}
          {[0, 6, 12, 18, 23].map((hour) => (
            <text
              key={hour}
              className="chart-tick"
              x={LABEL + (hour + 0.5) * step}
              y={rows.length * CELL + 16}
              textAnchor="middle"
            >
              {hour}h
            </text>
          ))}
        </svg>
      </div>
    </figure>
  );
};

const STEPS: Record<string, [down: number, right: number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};
