import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { Icon } from '../icons/icon.tsx';
import { isOutdated, reloadOnce } from './new-build.tsx';
import { useShellTexts } from './shell-texts.ts';
import { StatePicture } from './state-picture.tsx';

type Why = 'asking' | 'offline' | 'outdated' | 'missing';

/** Long enough to be read. */
const BEFORE_RELOAD_MS = 1_200;

/**
 * In place of a page whose code did not come: without a connection it comes by itself once there is one; where the server
 * has another build, the page is loaded anew. What was drawn is in the browser's own store by then.
 */
export const MissingPage = ({ again }: { again: () => void }) => {
  const t = useShellTexts();
  const [why, setWhy] = useState<Why>('asking');
  useEffect(() => {
    globalThis.addEventListener('online', again);
    return () => globalThis.removeEventListener('online', again);
  }, [again]);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let over = false;
    void isOutdated().then((outdated) => {
      if (over) return;
      setWhy(outdated ? 'outdated' : navigator.onLine ? 'missing' : 'offline');
      if (outdated) timer = setTimeout(reloadOnce, BEFORE_RELOAD_MS);
    });
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, []);
  if (why === 'asking') return null;
  const outdated = why === 'outdated';
  return (
    <StatePicture icon={outdated ? 'refresh' : 'alert-triangle'} title={t[why]} text={t[`${why}Help`]}>
      <Button
        variant="default"
        mt="sm"
        leftSection={<Icon name="refresh" size={16} />}
        onClick={outdated ? () => location.reload() : again}
      >
        {outdated ? t.reload : t.again}
      </Button>
    </StatePicture>
  );
};
