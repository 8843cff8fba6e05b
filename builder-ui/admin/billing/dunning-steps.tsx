import { ActionIcon, Button, NativeSelect, TextInput } from '@mantine/core';
import { DUNNING_NOTICES, type DunningStep, isDunningNotice } from '#flow/contracts/billing-desk.ts';
import { Icon } from '../../icons/icon.tsx';
import { useCatalogueTexts } from './catalogue-texts.ts';

interface DunningProps {
  steps: readonly DunningStep[];
  change: (steps: DunningStep[]) => void;
}

/** As many as the API takes. */
const MOST = 20;

/** What is done about a charge that failed, a line each. */
export const DunningSteps = ({ steps, change }: DunningProps) => {
  const t = useCatalogueTexts();
  return (
    <fieldset className="billing-dunning">
      <legend>{t.dunning}</legend>
      <p className="plan-note">{t.dunningHelp}</p>
      {steps.map((step, n) => (
        <StepLine
          key={n}
          step={step}
          n={n + 1}
          change={(part) => change(steps.map((one, at) => (at === n ? { ...one, ...part } : one)))}
          remove={() => change(steps.filter((_, at) => at !== n))}
        />
      ))}
      <Button
        size="xs"
        variant="light"
        leftSection={<Icon name="plus" size={14} />}
        disabled={steps.length >= MOST}
        onClick={() => change([...steps, { after: '', notice: null, access: steps.at(-1)?.access ?? 'full' }])}
      >
        {t.addStep}
      </Button>
    </fieldset>
  );
};

interface LineProps {
  step: DunningStep;
  n: number;
  change: (part: Partial<DunningStep>) => void;
  remove: () => void;
}

const StepLine = ({ step: { after, notice, access }, n, change, remove }: LineProps) => {
  const t = useCatalogueTexts();
  // A version of before may name one that there is not: it is shown, and cannot be chosen again.
  const isBad = notice !== null && !isDunningNotice(notice);
  return (
    <div className="billing-step" role="group" aria-label={t.step(n)}>
      <TextInput
        label={t.after}
        value={after}
        maxLength={40}
        error={after.trim() === '' ? t.noAfter : null}
        onChange={(event) => change({ after: event.currentTarget.value })}
      />
      <NativeSelect
        label={t.notice}
        value={notice ?? ''}
        error={isBad ? t.badNotice(notice) : null}
        onChange={(event) => change({ notice: event.currentTarget.value || null })}
        data={[
          { value: '', label: t.noNotice },
          ...DUNNING_NOTICES.map((value) => ({ value, label: t.notices[value] })),
          ...(isBad ? [{ value: notice, label: notice, disabled: true }] : []),
        ]}
      />
      <NativeSelect
        label={t.access}
        value={access}
        onChange={(event) => change({ access: event.currentTarget.value === 'full' ? 'full' : 'read_only' })}
        data={(['full', 'read_only'] as const).map((value) => ({ value, label: t.accesses[value] }))}
      />
      <ActionIcon variant="subtle" color="gray" aria-label={t.removeStep(n)} onClick={remove}>
        <Icon name="trash" size={16} />
      </ActionIcon>
    </div>
  );
};
