import { Button, Skeleton } from '@mantine/core';
import '../gallery/gallery.css';
import { galleryApi } from '../gallery/gallery-api.ts';
import type { Template, UsedKit } from '../gallery/gallery-types.ts';
import { NOTHING_SAID } from '../gallery/said.ts';
import { TrialResult } from '../gallery/trial-result.tsx';
import { useTrial } from '../gallery/use-trial.ts';
import { Icon } from '../icons/icon.tsx';
import { Link } from '../shell/link.tsx';
import { useLocale } from '../texts/texts.ts';
import { useQuery } from '../use-query.ts';
import { useOnboardingTexts } from './onboarding-texts.ts';
import { StepButtons } from './step-buttons.tsx';

type Made = UsedKit['flows'][number];

interface TestStepProps {
  /** The flows that were made just now. */
  flows: Made[];
  onNext: () => void;
}

/** The first flow runs for the first time: in the page, with its sample, before anything is connected. */
export const TestStep = ({ flows, onNext }: TestStepProps) => {
  const t = useOnboardingTexts();
  const locale = useLocale();
  // One that lacks nothing is the nicest to see.
  const flow = flows.find((one) => one.missingValues.length + one.missingConnections.length === 0) ?? flows[0];
  const { data: template } = useQuery(flow ? `template/${flow.template}/${locale}` : null, () =>
    galleryApi.template(flow?.template ?? ''),
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onNext();
      }}
    >
      <h1>{t.testTitle}</h1>
      <p className="onboarding-help">{t.testHelp}</p>
      {flow && template ? <Trial flow={flow} template={template} /> : <Skeleton height={80} radius={12} />}
      <StepButtons next={t.next} />
    </form>
  );
};

const Trial = ({ flow, template }: { flow: Made; template: Template }) => {
  const t = useOnboardingTexts();
  const { catalogue, trial, busy, run } = useTrial(template, NOTHING_SAID);
  return (
    <section className="trial-card">
      <Button
        variant={trial ? 'default' : 'filled'}
        loading={busy}
        disabled={!catalogue}
        leftSection={<Icon name="play" size={16} />}
        onClick={() => void run()}
      >
        {t.test(flow.name)}
      </Button>
      {trial && catalogue && <TrialResult {...{ trial, catalogue }} document={template.document} />}
      {trial && <Link href={`/flows/${flow.flowId}`}>{t.openFlow}</Link>}
    </section>
  );
};
