import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { toastDone } from '../../shell/toasts.tsx';
import { useQuery } from '../../use-query.ts';
import { billingApi } from './billing-api.ts';
import { catalogueApi } from './catalogue-api.ts';
import { DeedDialog } from './deed-dialog.tsx';
import { useSubscriptionsTexts } from './subscriptions-texts.ts';

interface GrantProps {
  opened: boolean;
  tenant: string;
  /** The plan's name now; null: nothing is granted. */
  granted: string | null;
  onDone: () => void;
  onClose: () => void;
}

/** The plan that an account has by agreement: another one, or none any more. */
export const GrantDialog = ({ opened, tenant, granted, onDone, onClose }: GrantProps) => {
  const t = useSubscriptionsTexts();
  const [chosen, setChosen] = useState<string | null>(null);
  const plans = useQuery(opened ? 'billing plans' : null, catalogueApi.plans).data ?? [];
  const had = granted ?? '';
  const tier = chosen ?? had;
  const sold = plans.filter(({ live, archivedAt }) => live !== null && archivedAt === null).map((one) => one.tier);
  const given = [...new Set([...(granted === null ? [] : [granted]), ...sold])].filter((one) => one !== 'FREE');
  return (
    <DeedDialog
      opened={opened}
      title={t.deeds.grant}
      text={t.deedHelp.grant}
      confirm={t.save}
      ready={tier !== had}
      onClose={() => {
        setChosen(null);
        onClose();
      }}
      act={async (reason, keyOf) => {
        await billingApi.grant(tenant, { tier: tier === '' ? null : tier }, reason, keyOf);
        toastDone(t.granted);
        onDone();
      }}
    >
      <NativeSelect
        label={t.plan}
        data-autofocus
        value={tier}
        onChange={(event) => setChosen(event.currentTarget.value)}
        data={[{ value: '', label: t.grantNone }, ...given.map((one) => ({ value: one, label: one }))]}
      />
    </DeedDialog>
  );
};
