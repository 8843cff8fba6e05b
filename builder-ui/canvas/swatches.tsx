import { Tooltip } from '@mantine/core';
import { BOARD_COLORS, type BoardColor } from '#flow/board.ts';
import { useCanvasTexts } from './canvas-texts.ts';

interface SwatchesProps {
  color: BoardColor;
  onPick: (color: BoardColor) => void;
}

/** The colours of notes and groups, to choose one. */
export const Swatches = ({ color, onPick }: SwatchesProps) => {
  const t = useCanvasTexts();
  return (
    <div className="tools-bar" role="group" aria-label={t.color}>
      {BOARD_COLORS.map((one) => (
        <Tooltip key={one} label={t.colors[one]}>
          <button
            type="button"
            className="swatch"
            data-color={one}
            aria-label={t.colors[one]}
            aria-pressed={one === color}
            onClick={() => onPick(one)}
          />
        </Tooltip>
      ))}
    </div>
  );
};
