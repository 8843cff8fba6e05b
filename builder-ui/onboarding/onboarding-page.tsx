import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { UsedKit } from '../gallery/gallery-types.ts';
import { navigate, setSearch, usePlace } from '../router.ts';
import { RowsSkeleton } from '../shell/states.tsx';
import { BusinessStep } from './business-step.tsx';
import { DoneStep } from './done-step.tsx';
import { KitStep } from './kit-step.tsx';
import './onboarding.css';
import { useOnboardingTexts } from './onboarding-texts.ts';
import { SetupStep } from './setup-step.tsx';
import { TestStep } from './test-step.tsx';
import { useOnboarding } from './use-onboarding.ts';

const STEP = { business: 0, kit: 1, setup: 2, test: 3, done: 4 } as const;

/** The first steps of a tenant: who it is, a kit, what the kit needs, a test. Each can be left and taken up again. */
export const OnboardingPage = () => {
  const t = useOnboardingTexts();
  const { tenant, busy, step, go, end } = useOnboarding();
  const kitId = usePlace().search.get('kit');
  const [made, setMade] = useState<UsedKit['flows']>([]);
  const main = useRef<HTMLElement>(null);
  // What was chosen stands in the address, what was made in this window: who comes back without it chooses again.
  const shown = lacks(step, kitId, made) ? STEP.kit : step;
  useEffect(() => {
    document.title = `${t.title} · Trama`;
    main.current?.focus();
    scrollTo(0, 0);
  }, [shown, t]);
  const leave = async (to = '/home') => {
    if (await end()) navigate(to);
  };
  return (
    <div className="onboarding">
      <header className="onboarding-head">
        <img src="/icon.svg" alt="Trama" width={30} height={30} />
        <span />
        {shown !== STEP.done && (
          <Button variant="subtle" color="gray" loading={busy} onClick={() => void leave()}>
            {t.skip}
          </Button>
        )}
      </header>
      <main className="onboarding-main" ref={main} tabIndex={-1}>
        <ol className="onboarding-steps" aria-hidden="true">
          {t.steps.map((name, n) => (
            <li key={name} data-done={n <= shown || undefined} />
          ))}
        </ol>
        <p className="onboarding-at" role="status">
          {t.progress(shown + 1, t.steps.length)} · {t.steps[shown]}
        </p>
        {!tenant ? (
          <RowsSkeleton />
        ) : shown === STEP.business ? (
          <BusinessStep tenant={tenant} busy={busy} onNext={(change) => void go(STEP.kit, change)} />
        ) : shown === STEP.kit ? (
          <KitStep
            segment={tenant.segment}
            busy={busy}
            onBack={() => void go(STEP.business)}
            onNext={(kit) => {
              setSearch({ kit });
              void go(kit === null ? STEP.done : STEP.setup);
            }}
          />
        ) : shown === STEP.setup ? (
          <SetupStep
            kitId={kitId ?? ''}
            onBack={() => void go(STEP.kit)}
            onUsed={(used) => {
              setMade(used.flows);
              void go(STEP.test);
            }}
          />
        ) : shown === STEP.test ? (
          <TestStep flows={made} onNext={() => void go(STEP.done)} />
        ) : (
          <DoneStep flows={made} busy={busy} onEnd={(to) => void leave(to)} />
        )}
      </main>
    </div>
  );
};

const lacks = (step: number, kitId: string | null, made: UsedKit['flows']): boolean =>
  (step === STEP.setup && kitId === null) || (step === STEP.test && made.length === 0);
