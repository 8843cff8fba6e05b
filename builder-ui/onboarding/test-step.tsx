import { Button } from '@mantine/core';
import { useState } from 'react';
import { api } from '../api-client.ts';
import type { Run } from '../api-types.ts';
import { galleryApi } from '../gallery/gallery-api.ts';
import type { UsedKit } from '../gallery/gallery-types.ts';
import { Icon } from '../icons/icon.tsx';
import { isOver, RunStatusMark } from '../runs/run-status.tsx';
import { Link } from '../shell/link.tsx';
import { toastError } from '../shell/toasts.tsx';
import { useOnboardingTexts } from './onboarding-texts.ts';
import { StepButtons } from './step-buttons.tsx';

const ASK_MS = 400;
/** A test that has come to nothing by then is looked at on its own page. */
const MOST_ASKS = 40;

const untilOver = async (run: Run): Promise<Run> => {
  let now = run;
  for (let n = 0; n < MOST_ASKS && !isOver(now.status) && now.status !== 'waiting'; n++) {
    await new Promise((done) => setTimeout(done, ASK_MS));
    now = await api.run(run.id);
  }
  return now;
};

interface TestStepProps {
  /** The flows that were made just now. */
  flows: UsedKit['flows'];
  onNext: () => void;
}

/** A first run of the first flow, with the sample of its template, and nothing that leaves the house. */
export const TestStep = ({ flows, onNext }: TestStepProps) => {
  const t = useOnboardingTexts();
  const [flow] = flows;
  const [run, setRun] = useState<Run | null>(null);
  const [busy, setBusy] = useState(false);
  const test = async (flowId: string, template: string) => {
    setBusy(true);
    try {
      const sample = (await galleryApi.template(template)).sample[0]?.data ?? {};
      const begun = await api.startRun(flowId, { data: sample, version: 'draft', test: true, simulate: true });
      setRun(await untilOver(begun));
    } catch (error) {
      toastError(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onNext();
      }}
    >
      <h1>{t.testTitle}</h1>
      <p className="onboarding-help">{t.testHelp}</p>
      {flow && (
        <section className="trial" aria-live="polite">
          <Button
            variant={run ? 'default' : 'filled'}
            loading={busy}
            leftSection={<Icon name="play" size={16} />}
            onClick={() => void test(flow.flowId, flow.template)}
          >
            {t.test(flow.name)}
          </Button>
          {run && (
            <>
              <RunStatusMark status={run.status} />
              <p>{run.status === 'succeeded' ? t.passed : run.status === 'waiting' ? t.waits : t.failed}</p>
              <p>
                <Link href={`/runs/${run.id}`}>{t.seeRun}</Link> ·{' '}
                <Link href={`/flows/${flow.flowId}`}>{t.openFlow}</Link>
              </p>
            </>
          )}
        </section>
      )}
      <StepButtons next={t.next} />
    </form>
  );
};
