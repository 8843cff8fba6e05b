import { memo } from 'react';
import type { FlowDocument } from '#flow/document.ts';
import { useGalleryTexts } from './gallery-texts.ts';
import { pictureOf } from './picture.ts';

const MARGIN = 40;
/** What is wider is shown from its beginning, and fades. */
const MOST = 1_240;

/** A flow in small, as its canvas would show it from afar. */
export const FlowPicture = memo(({ document }: { document: FlowDocument }) => {
  const t = useGalleryTexts();
  const { boxes, wires, width, height } = pictureOf(document);
  const cut = width > MOST;
  return (
    <svg
      className="flow-picture"
      data-cut={cut || undefined}
      viewBox={`${-MARGIN} ${-MARGIN} ${Math.min(width, MOST) + 2 * MARGIN} ${height + 2 * MARGIN}`}
      preserveAspectRatio={cut ? 'xMinYMid meet' : 'xMidYMid meet'}
      role="img"
      aria-label={t.picture(document.name)}
    >
      {boxes
        .filter(({ isFrame }) => isFrame)
        .map((box) => (
          <rect
            key={box.id}
            className="picture-frame"
            x={box.x}
            y={box.y}
            width={box.width}
            height={box.height}
            rx={22}
          />
        ))}
      {wires.map(({ id, path, isError }) => (
        <path key={id} className="picture-wire" data-error={isError || undefined} d={path} />
      ))}
      {boxes
        .filter(({ isFrame }) => !isFrame)
        .map(({ id, x, y, width: w, height: h, group }) => (
          <g key={id} data-group={group}>
            <rect className="picture-card" x={x} y={y} width={w} height={h} rx={group === 'trigger' ? 32 : 16} />
            <rect className="picture-tile" x={x + 12} y={y + 12} width={40} height={40} rx={12} />
            <rect className="picture-line" x={x + 66} y={y + 18} width={110} height={12} rx={6} />
            <rect className="picture-line" data-faint x={x + 66} y={y + 38} width={76} height={9} rx={4.5} />
          </g>
        ))}
    </svg>
  );
});
