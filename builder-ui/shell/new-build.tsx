import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { currentLocale } from '../texts/texts.ts';
import { shellTexts } from './shell-texts.ts';

/** The file that this page began with: its name holds a hash of all that it fetches. */
const ownEntry = (): string | null => {
  const entry = document.querySelector<HTMLScriptElement>('script[type="module"][src]');
  return entry && import.meta.env.PROD ? new URL(entry.src).pathname : null;
};

/** Whether the server has another build than the one that this page is of. False where it cannot be told. */
export const isOutdated = async (): Promise<boolean> => {
  const entry = ownEntry();
  if (entry === null) return false;
  try {
    const answer = await fetch('/build-files.json', { cache: 'no-store' });
    const files: unknown = answer.ok ? await answer.json() : null;
    return Array.isArray(files) && !files.includes(entry);
  } catch {
    return false;
  }
};

const RELOADED = 'trama.reloaded';

/** Loads the page anew for the sake of a build, once: where that was of no use, doing it again would not end. */
export const reloadOnce = (): boolean => {
  const entry = ownEntry();
  try {
    if (entry === null || sessionStorage.getItem(RELOADED) === entry) return false;
    sessionStorage.setItem(RELOADED, entry);
  } catch {
    return false;
  }
  location.reload();
  return true;
};

let told = false;

/** Says, once, that a part of the page is gone with the build that it was of. Whoever is at work reloads when it suits. */
export const tellWhereOutdated = async (): Promise<void> => {
  if (told || !(await isOutdated()) || told) return;
  told = true;
  const t = shellTexts(currentLocale());
  notifications.show({
    color: 'brand',
    autoClose: false,
    message: (
      <Group justify="space-between" wrap="nowrap">
        {t.newBuild}
        <Button size="compact-sm" variant="subtle" style={{ flex: 'none' }} onClick={() => location.reload()}>
          {t.reload}
        </Button>
      </Group>
    ),
  });
};
