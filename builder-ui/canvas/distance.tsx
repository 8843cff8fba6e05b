import { useStore } from '@xyflow/react';
import { type RefObject, useLayoutEffect } from 'react';

/** From here on the small print of a card is not read; its name is written larger instead. */
const FAR = 0.45;

/** Says on the canvas whether it is looked at from afar: the cards themselves are not drawn anew for it. */
export const Distance = ({ canvas }: { canvas: RefObject<HTMLElement | null> }) => {
  const far = useStore((state) => state.transform[2] < FAR);
  useLayoutEffect(() => {
    canvas.current?.setAttribute('data-far', String(far));
  }, [canvas, far]);
  return null;
};
