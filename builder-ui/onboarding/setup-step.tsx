import { Skeleton } from '@mantine/core';
import '../gallery/gallery.css';
import { galleryApi } from '../gallery/gallery-api.ts';
import type { Kit, UsedKit } from '../gallery/gallery-types.ts';
import { SetupForm } from '../gallery/setup-form.tsx';
import { useSaid } from '../gallery/use-said.ts';
import { ErrorState } from '../shell/states.tsx';
import { useLocale } from '../texts/texts.ts';
import { useQuery } from '../use-query.ts';
import { useOnboardingTexts } from './onboarding-texts.ts';
import { StepButtons } from './step-buttons.tsx';

interface SetupStepProps {
  kitId: string;
  onBack: () => void;
  onUsed: (used: UsedKit) => void;
}

/** What the kit needs to know; then its flows are made. */
export const SetupStep = ({ kitId, onBack, onUsed }: SetupStepProps) => {
  const locale = useLocale();
  const { data, error, reload } = useQuery(`kits/${locale}`, galleryApi.kits);
  const kit = data?.find((one) => one.id === kitId);
  if (error !== undefined && !data) return <ErrorState error={error} retry={reload} />;
  return (
    <>
      {kit ? <Setup kit={kit} onUsed={onUsed} /> : <Skeleton height={360} radius={12} />}
      <StepButtons onBack={onBack} />
    </>
  );
};

const Setup = ({ kit, onUsed }: { kit: Kit; onUsed: (used: UsedKit) => void }) => {
  const t = useOnboardingTexts();
  const { said, setSaid, wrong, busy, using } = useSaid();
  return (
    <>
      <h1>{t.setupTitle(kit.title)}</h1>
      <p className="onboarding-help">{t.setupHelp}</p>
      <SetupForm
        asked={kit}
        {...{ said, wrong, busy }}
        onChange={setSaid}
        labels={{ use: t.make, publish: t.makeLive }}
        onUse={(publish) =>
          void using(publish, async () => onUsed(await galleryApi.useKit(kit.id, { ...said, publish })))
        }
      />
    </>
  );
};
