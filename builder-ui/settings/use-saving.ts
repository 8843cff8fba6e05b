import { useState } from 'react';
import { isStatus } from '../api-error.ts';
import { changeTenant } from '../shell/tenant.ts';
import { toastDone, toastError } from '../shell/toasts.tsx';
import { useSettingsTexts } from './settings-texts.ts';
import type { TenantChange } from './tenant-api.ts';

/** Saves what was changed; who was overtaken is told so, and sees what is there. @returns whether it was saved */
export const useSaving = (): { busy: boolean; save: (change: TenantChange) => Promise<boolean> } => {
  const t = useSettingsTexts();
  const [busy, setBusy] = useState(false);
  const save = async (change: TenantChange) => {
    setBusy(true);
    try {
      await changeTenant(change);
      toastDone(t.saved);
      return true;
    } catch (error) {
      toastError(isStatus(error, 412) ? new Error(t.stale) : error);
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { busy, save };
};
