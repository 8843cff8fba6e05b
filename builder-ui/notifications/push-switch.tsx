import { Switch } from '@mantine/core';
import { useEffect, useState } from 'react';
import { toastError } from '../shell/toasts.tsx';
import { useTexts } from '../texts/texts.ts';
import { type PushState, pushState, turnPushOff, turnPushOn } from './push-subscription.ts';

/** Messages on this device, also while the page is closed. Nothing where the browser cannot. */
export const PushSwitch = () => {
  const t = useTexts();
  const [state, setState] = useState<PushState>('impossible');
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    void pushState().then(setState, () => undefined);
  }, []);
  if (state === 'impossible') return null;
  const turn = async (on: boolean) => {
    setBusy(true);
    try {
      setState(await (on ? turnPushOn() : turnPushOff()));
    } catch (error) {
      toastError(error);
      setState(await pushState());
    } finally {
      setBusy(false);
    }
  };
  return (
    <footer className="notices-foot">
      <Switch
        size="sm"
        label={t.notices.push}
        description={state === 'denied' ? t.notices.pushDenied : undefined}
        checked={state === 'on'}
        disabled={busy || state === 'denied'}
        onChange={(event) => void turn(event.currentTarget.checked)}
      />
    </footer>
  );
};
