import { ActionIcon, Tooltip, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { type ReactNode, Suspense } from 'react';
import { Icon } from '../icons/icon.tsx';
import { useNeedsBanner } from '../plan/entitled.ts';
import { lazyPart } from './lazy-part.tsx';
import './shell.css';
import { PhoneBar, Rail } from './rail.tsx';
import { useShellTexts } from './shell-texts.ts';
import { TopBar } from './top-bar.tsx';

const PlanBanner = lazyPart(() => import('../plan/plan-banner.tsx').then((part) => part.PlanBanner));

/** Menu, bar and page: around everything but the editor. `wide`: as wide as the window. */
export const Frame = ({ children, wide = false }: { children: ReactNode; wide?: boolean }) => {
  const t = useShellTexts();
  const banner = useNeedsBanner();
  const narrow = useMediaQuery('(max-width: 760px)', undefined, { getInitialValueInEffect: false }) ?? false;
  return (
    <div className="frame-page">
      <a href="#page" className="skip">
        {t.skip}
      </a>
      {!narrow && <Rail />}
      <div className="frame-right">
        <TopBar narrow={narrow} />
        {banner && (
          <Suspense fallback={null}>
            <PlanBanner />
          </Suspense>
        )}
        <main className="page" id="page" tabIndex={-1} data-wide={wide || undefined}>
          {children}
        </main>
      </div>
      {narrow && <PhoneBar />}
    </div>
  );
};

export const SchemeButton = () => {
  const t = useShellTexts();
  const scheme = useComputedColorScheme('light');
  const { setColorScheme } = useMantineColorScheme();
  const label = scheme === 'dark' ? t.lightScheme : t.darkScheme;
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={label}
        onClick={() => setColorScheme(scheme === 'dark' ? 'light' : 'dark')}
      >
        <Icon name={scheme === 'dark' ? 'sun' : 'moon'} />
      </ActionIcon>
    </Tooltip>
  );
};
