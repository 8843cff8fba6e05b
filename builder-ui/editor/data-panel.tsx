import { Skeleton, UnstyledButton } from '@mantine/core';
import { type PointerEvent, Suspense, useRef, useState } from 'react';
import { useForm } from '../form/form-context.ts';
import { useFormTexts } from '../form/form-texts.ts';
import { Icon } from '../icons/icon.tsx';
import { lazyPart } from '../shell/lazy-part.tsx';
import { ago } from '../shell/times.ts';
import { toClipboard } from '../shell/to-clipboard.ts';
import { toastDone, toastError } from '../shell/toasts.tsx';
import { useLocale } from '../texts/texts.ts';

const DataTree = lazyPart(() => import('../form/data/data-tree.tsx').then((part) => part.DataTree));

const OPEN = 'trama.data-panel';
const HEIGHT = 'trama.data-panel.height';
const LEAST = 140;
const ROOM_ABOVE = 200;

/** The height that the author drew the panel to, remembered. */
const useHeight = () => {
  const [height, setHeight] = useState(() => Number(localStorage.getItem(HEIGHT)) || 280);
  const panel = useRef<HTMLElement>(null);
  const drag = (event: PointerEvent<HTMLDivElement>) => {
    const handle = event.currentTarget;
    const most = (panel.current?.parentElement?.clientHeight ?? 800) - ROOM_ABOVE;
    const [startY, startHeight] = [event.clientY, panel.current?.offsetHeight ?? height];
    handle.setPointerCapture(event.pointerId);
    let last = startHeight;
    handle.onpointermove = (move) => {
      last = Math.min(most, Math.max(LEAST, startHeight + startY - move.clientY));
      setHeight(last);
    };
    handle.onpointerup = () => {
      handle.onpointermove = null;
      localStorage.setItem(HEIGHT, String(last));
    };
  };
  return { height, panel, drag };
};

/** Everything that the step can read, under its fields (beside them where there is room). */
export const DataPanel = () => {
  const t = useFormTexts();
  const locale = useLocale();
  const { guide, lastField, readOnly } = useForm();
  const [open, setOpen] = useState(() => localStorage.getItem(OPEN) !== 'closed');
  const { height, panel, drag } = useHeight();
  const run = guide?.facts?.run;
  const toggle = () => {
    localStorage.setItem(OPEN, open ? 'closed' : 'open');
    setOpen(!open);
  };
  const choose = (path: string) => {
    if (!readOnly && lastField?.insert(path)) return;
    void toClipboard(path).then(() => toastDone(t.noFieldFocused), toastError);
  };
  return (
    <section
      className="data-panel"
      ref={panel}
      data-open={open}
      aria-label={t.data}
      style={open ? { height } : undefined}
    >
      {/* Dragging is the mouse's; the panel scrolls at any height. */}
      {open && <div className="data-edge" onPointerDown={drag} />}
      <UnstyledButton className="data-head" aria-expanded={open} onClick={toggle}>
        <Icon name="chevron-right" size={14} className={open ? 'down' : ''} />
        <strong>{t.data}</strong>
        <small>{run?.startedAt ? t.fromRun(ago(run.startedAt, locale)) : t.fromSamples}</small>
      </UnstyledButton>
      {open && guide && (
        <Suspense fallback={<Skeleton height={160} m="xs" />}>
          <DataTree pointer="/config" onChoose={choose} />
        </Suspense>
      )}
    </section>
  );
};
