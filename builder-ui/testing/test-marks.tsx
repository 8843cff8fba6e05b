import { Tooltip } from '@mantine/core';
import { useCanvasWorld } from '../canvas/canvas-context.ts';
import { Icon } from '../icons/icon.tsx';
import { createKeyedStore, useKeyed } from '../keyed-store.ts';
import './test-marks.css';
import { useTestingTexts } from './testing-texts.ts';

/** Of canvases where nothing is tested. */
const NO_PINS = createKeyedStore<boolean>();

/** On the card of a step: that tests use what is pinned, and that what the last test showed of it is old. */
export const TestMarks = ({ id }: { id: string }) => {
  const { states, pins = NO_PINS } = useCanvasWorld();
  const t = useTestingTexts();
  const pinned = useKeyed(pins, id);
  const stale = useKeyed(states, id)?.stale;
  return (
    <>
      {pinned && <Mark icon="pin" kind="pin" label={t.pinned} />}
      {stale && <Mark icon="history" kind="stale" label={t.stale} />}
    </>
  );
};

const Mark = ({ icon, kind, label }: { icon: 'pin' | 'history'; kind: string; label: string }) => (
  <Tooltip label={label}>
    <span className="test-mark" data-kind={kind} role="img" aria-label={label}>
      <Icon name={icon} size={12} stroke={2.2} />
    </span>
  </Tooltip>
);
