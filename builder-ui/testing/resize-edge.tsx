import { type PointerEvent as ReactPointerEvent, useState } from 'react';

const KEY = 'trama.testingHeight';
const LEAST = 180;
const STEP = 24;

const within = (height: number): number =>
  Math.round(Math.min(Math.max(height, LEAST), Math.max(LEAST, globalThis.innerHeight - 220)));

/** In pixels; the height that was chosen last, in this browser. */
export const usePanelHeight = (): [height: number, set: (height: number) => void] => {
  const [height, setHeight] = useState(() =>
    within(Number(globalThis.localStorage?.getItem(KEY) ?? 0) || globalThis.innerHeight * 0.42),
  );
  return [
    height,
    (next) => {
      const fit = within(next);
      globalThis.localStorage?.setItem(KEY, String(fit));
      setHeight(fit);
    },
  ];
};

interface ResizeEdgeProps {
  label: string;
  height: number;
  onChange: (height: number) => void;
}

/** The upper edge of the panel: pulled by the mouse, or moved by the arrows. */
export const ResizeEdge = ({ label, height, onChange }: ResizeEdgeProps) => {
  const pull = (event: ReactPointerEvent<HTMLDivElement>) => {
    const from = { y: event.clientY, height };
    const edge = event.currentTarget;
    edge.setPointerCapture(event.pointerId);
    edge.onpointermove = (move) => onChange(from.height + from.y - move.clientY);
    edge.onpointerup = () => {
      edge.onpointermove = null;
      edge.onpointerup = null;
    };
  };
  return (
    <div
      className="testing-edge"
      role="slider"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={height}
      aria-valuemin={LEAST}
      aria-valuemax={Math.max(LEAST, globalThis.innerHeight - 220)}
      tabIndex={0}
      onPointerDown={pull}
      onKeyDown={(event) => {
        if (event.key === 'ArrowUp') onChange(height + STEP);
        if (event.key === 'ArrowDown') onChange(height - STEP);
      }}
    />
  );
};
