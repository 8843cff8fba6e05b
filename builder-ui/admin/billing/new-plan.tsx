import { Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { catalogueApi } from './catalogue-api.ts';
import { useCatalogueTexts } from './catalogue-texts.ts';
import { DeedDialog } from './deed-dialog.tsx';

const RANKS = ['FREE', 'STARTER', 'BUSINESS', 'ENTERPRISE'];
const LAST = 900;

interface NewPlanProps {
  opened: boolean;
  onClose: () => void;
  onMade: (tier: string) => void;
}

/** A plan by its name; what it says is written next. */
export const NewPlan = ({ opened, onClose, onMade }: NewPlanProps) => {
  const t = useCatalogueTexts();
  const [tier, setTier] = useState('');
  const [family, setFamily] = useState<'comparison' | 'messaging'>('comparison');
  const [ranksAs, setRanksAs] = useState('STARTER');
  const [shown, setShown] = useState(true);
  return (
    <DeedDialog
      opened={opened}
      title={t.newPlan}
      confirm={t.newPlan}
      quiet
      ready={/^[A-Z][A-Z0-9_]{1,39}$/.test(tier)}
      onClose={onClose}
      act={async (reason) => {
        await catalogueApi.makePlan(tier, { family, ranksAs, public: shown, sort: LAST }, reason);
        onMade(tier);
      }}
    >
      <TextInput
        label={t.tier}
        description={t.tierHelp}
        required
        maxLength={40}
        data-autofocus
        value={tier}
        onChange={(event) => setTier(event.currentTarget.value.toUpperCase().replace(/[^A-Z0-9_]/g, '_'))}
      />
      <NativeSelect
        label={t.family}
        value={family}
        onChange={(event) => setFamily(event.currentTarget.value === 'messaging' ? 'messaging' : 'comparison')}
        data={(['comparison', 'messaging'] as const).map((value) => ({ value, label: t.families[value] }))}
      />
      <NativeSelect
        label={t.ranksAs}
        data={RANKS}
        value={ranksAs}
        onChange={(event) => setRanksAs(event.currentTarget.value)}
      />
      <Checkbox label={t.public} checked={shown} onChange={(event) => setShown(event.currentTarget.checked)} />
    </DeedDialog>
  );
};
