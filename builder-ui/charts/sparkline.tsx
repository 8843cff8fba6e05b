import './charts.css';

interface SparklineProps {
  values: readonly number[];
  /** What a reader of the screen hears in its place. */
  label: string;
  width?: number;
  height?: number;
}

/** The course of some values, small enough for a row. */
export const Sparkline = ({ values, label, width = 84, height = 24 }: SparklineProps) => {
  const most = Math.max(...values, 1);
  const x = (n: number) => (values.length < 2 ? width / 2 : (n / (values.length - 1)) * (width - 2) + 1);
  const y = (value: number) => height - 2 - (value / most) * (height - 4);
  const points = values.map((value, n) => `${x(n).toFixed(1)},${y(value).toFixed(1)}`);
  return (
    <svg className="spark" width={width} height={height} role="img" aria-label={label}>
      <title>{label}</title>
      <path className="spark-area" d={`M${x(0)},${height} L${points.join(' L')} L${x(values.length - 1)},${height}Z`} />
      <path className="spark-line" d={`M${points.join(' L')}`} />
    </svg>
  );
};
