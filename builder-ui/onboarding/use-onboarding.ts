import { useState } from 'react';
import type { TenantChange } from '../settings/tenant-api.ts';
import { changeTenant, useTenant } from '../shell/tenant.ts';
import { toastError } from '../shell/toasts.tsx';

/** Where the first steps are, kept with the tenant: whoever comes back goes on there. */
export const useOnboarding = () => {
  const tenant = useTenant();
  const [busy, setBusy] = useState(false);
  const [ahead, setAhead] = useState<number | null>(null);
  const kept = tenant?.onboardedAt ? 0 : (tenant?.onboardingStep ?? 0);
  /** @returns whether it was kept */
  const keep = async (change: TenantChange): Promise<boolean> => {
    setBusy(true);
    try {
      await changeTenant(change);
      return true;
    } catch (error) {
      toastError(error);
      return false;
    } finally {
      setBusy(false);
    }
  };
  const go = async (step: number, change: TenantChange = {}): Promise<void> => {
    if (await keep({ ...change, onboardingStep: step })) setAhead(step);
  };
  return { tenant, busy, step: ahead ?? kept, go, end: () => keep({ onboarded: true, onboardingStep: 0 }) };
};
