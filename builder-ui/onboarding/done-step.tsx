import { Button, Group } from '@mantine/core';
import type { UsedKit } from '../gallery/gallery-types.ts';
import { Icon } from '../icons/icon.tsx';
import { Link } from '../shell/link.tsx';
import { useOnboardingTexts } from './onboarding-texts.ts';

interface DoneStepProps {
  /** The flows that were made in these first steps. */
  flows: UsedKit['flows'];
  busy: boolean;
  onEnd: (to: string) => void;
}

/** What there is now, and what each of it still lacks before it can work. */
export const DoneStep = ({ flows, busy, onEnd }: DoneStepProps) => {
  const t = useOnboardingTexts();
  if (flows.length === 0)
    return (
      <>
        <h1>{t.doneTitle}</h1>
        <p className="onboarding-help">{t.blankDone}</p>
        <Group gap="sm">
          <Button size="md" loading={busy} onClick={() => onEnd('/templates')}>
            {t.toTemplates}
          </Button>
          <Button size="md" variant="default" disabled={busy} onClick={() => onEnd('/home')}>
            {t.finish}
          </Button>
        </Group>
      </>
    );
  return (
    <>
      <h1>{t.doneTitle}</h1>
      <p className="onboarding-help">{t.doneHelp}</p>
      <ul className="rows made-flows">
        {flows.map((one) => {
          const lacks = one.missingValues.length + one.missingConnections.length;
          return (
            <li key={one.flowId}>
              <Link href={`/flows/${one.flowId}`}>
                <strong>{one.name}</strong>
                <small>{one.publishedVersion !== null ? t.live : lacks === 0 ? t.ready : t.lacks(lacks)}</small>
                <Icon name="chevron-right" size={16} />
              </Link>
            </li>
          );
        })}
      </ul>
      <Button size="md" loading={busy} onClick={() => onEnd('/home')}>
        {t.finish}
      </Button>
    </>
  );
};
