import { useMemo } from 'react';
import { qrCode } from './qr-code.ts';

/** Light around it that readers need, in cells. */
const QUIET = 4;

/** Dark on white in either scheme: some apps read nothing else. */
export const QrPicture = ({ text, label }: { text: string; label: string }) => {
  const cells = useMemo(() => qrCode(text), [text]);
  const path = cells
    .flatMap((row, y) => row.map((dark, x) => (dark ? `M${x + QUIET} ${y + QUIET}h1v1h-1z` : '')))
    .join('');
  const size = cells.length + 2 * QUIET;
  return (
    <svg className="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <path d={path} fill="#000" />
    </svg>
  );
};
