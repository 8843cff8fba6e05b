import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import { useLocale } from '../texts/texts.ts';
import { whenText } from './moments.ts';
import { PixView } from './pix-view.tsx';
import type { Current } from './plan-api.ts';
import { usePlanTexts } from './plan-texts.ts';
import { useEvery } from './use-plan.ts';

const LIVE_MS = 2_000;

/** The charge of the next period, where nobody charges by themselves: its Pix, or its page. */
export const OpenRenewal = ({ current, onLook }: { current: Current; onLook: () => void }) => {
  const t = usePlanTexts();
  const locale = useLocale();
  const [open, setOpen] = useState(false);
  const { renewal } = current;
  // Once it is paid it is there no more, and the dialog goes.
  useEvery(open && renewal ? LIVE_MS : null, onLook);
  if (!renewal || (renewal.pix === null && renewal.url === null)) return null;
  return (
    <div className="plan-open" role="status">
      <span>{t.renewalWaits(whenText(renewal.periodStart, locale))}</span>
      {renewal.pix ? (
        <Button size="compact-sm" onClick={() => setOpen(true)}>
          {t.payRenewal}
        </Button>
      ) : (
        <Button size="compact-sm" component="a" href={renewal.url ?? ''}>
          {t.payRenewal}
        </Button>
      )}
      {renewal.pix && (
        <Modal opened={open} onClose={() => setOpen(false)} title={t.pix} size={480}>
          <PixView amount={renewal.amount} pix={renewal.pix} untitled />
        </Modal>
      )}
    </div>
  );
};
