import { Button } from '@mantine/core';
import { Icon } from '../icons/icon.tsx';
import type { IconName } from '../icons/icon-paths.ts';
import { useHasFeature, useHasModule } from './entitled.ts';
import { askForFeature, askForModule } from './upgrade-prompt.ts';

/** What a button does instead where the plan lacks its part of the product: it says which plan has it. Null: the plan has it. */
export const useModuleLock = (module: string): (() => void) | null =>
  useHasModule(module) ? null : () => askForModule(module);

/** The same of a feature. */
export const useFeatureLock = (feature: string): (() => void) | null =>
  useHasFeature(feature) ? null : () => askForFeature(feature);

export const LockMark = () => <Icon name="lock" size={13} />;

interface DownloadProps {
  href: string;
  label: string;
  icon: IconName;
}

/** A file of one's data, where the plan exports. */
export const ExportButton = ({ href, label, icon }: DownloadProps) => {
  const lock = useFeatureLock('export');
  const look = { variant: 'default', leftSection: <Icon name={icon} size={16} /> } as const;
  return lock ? (
    <Button {...look} rightSection={<LockMark />} onClick={lock}>
      {label}
    </Button>
  ) : (
    <Button {...look} component="a" href={href} download>
      {label}
    </Button>
  );
};
