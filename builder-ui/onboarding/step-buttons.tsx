import { Button } from '@mantine/core';
import { Icon } from '../icons/icon.tsx';
import { useOnboardingTexts } from './onboarding-texts.ts';

interface StepButtonsProps {
  onBack?: () => void;
  /** What goes on is the form's own submit. */
  next?: string;
  busy?: boolean;
  disabled?: boolean;
}

export const StepButtons = ({ onBack, next, busy = false, disabled = false }: StepButtonsProps) => {
  const t = useOnboardingTexts();
  return (
    <div className="onboarding-go">
      {onBack ? (
        <Button variant="default" leftSection={<Icon name="chevron-left" size={16} />} onClick={onBack}>
          {t.back}
        </Button>
      ) : (
        <span />
      )}
      {next && (
        <Button type="submit" loading={busy} disabled={disabled} rightSection={<Icon name="chevron-right" size={16} />}>
          {next}
        </Button>
      )}
    </div>
  );
};
