import { ActionIcon, Menu, Tooltip, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { Icon } from '../icons/icon.tsx';
import type { IconName } from '../icons/icon-paths.ts';
import { Bell } from '../notifications/bell.tsx';
import { navigate, usePlace } from '../router.ts';
import { setLocale, useLocale, useTexts } from '../texts/texts.ts';
import { Link } from './link.tsx';
import { signOut, useSession } from './session.ts';

interface Destination {
  href: string;
  icon: IconName;
  label: string;
}

/** In the order of use; a phone has room for the first four, the rest is under "more". */
const ON_PHONE = 4;

const usePages = (): Destination[] => {
  const t = useTexts();
  return [
    { href: '/flows', icon: 'flows', label: t.pages.flows },
    { href: '/runs', icon: 'history', label: t.pages.runs },
    { href: '/approvals', icon: 'user-check', label: t.pages.approvals },
    { href: '/conversations', icon: 'message', label: t.pages.conversations },
    { href: '/data', icon: 'database', label: t.pages.data },
    { href: '/connections', icon: 'plug', label: t.pages.connections },
    { href: '/ai', icon: 'sparkles', label: t.pages.ai },
  ];
};

const isAt = (path: string, href: string): boolean => path === href || path.startsWith(`${href}/`);

/** The rail on the left (on a phone: a bar below) around every page but the editor. `wide`: as wide as the window. */
export const Frame = ({ children, wide = false }: { children: ReactNode; wide?: boolean }) => {
  const { path } = usePlace();
  const t = useTexts();
  const pages = usePages();
  const narrow = useMediaQuery('(max-width: 760px)', undefined, { getInitialValueInEffect: false }) ?? false;
  const [shown, rest] = narrow ? [pages.slice(0, ON_PHONE), pages.slice(ON_PHONE)] : [pages, []];
  return (
    <div className="frame-page">
      {narrow && (
        <header className="phone-top">
          <img src="/icon.svg" alt="Trama" width={26} height={26} />
          <Bell narrow />
        </header>
      )}
      <nav className="rail" aria-label={t.pages.menu}>
        <Link href="/flows" className="logo" aria-label="Trama">
          <img src="/icon.svg" alt="" width={28} height={28} />
          <span>Trama</span>
        </Link>
        {shown.map((page) => (
          <Link
            key={page.href}
            href={page.href}
            className="rail-link"
            aria-current={isAt(path, page.href) ? 'page' : undefined}
          >
            <Icon name={page.icon} size={20} />
            <span>{page.label}</span>
          </Link>
        ))}
        <span className="rail-gap" />
        {!narrow && <Bell narrow={false} />}
        <PersonMenu narrow={narrow} pages={rest} here={rest.some(({ href }) => isAt(path, href))} />
      </nav>
      <main className="page" data-wide={wide || undefined}>
        {children}
      </main>
    </div>
  );
};

export const SchemeButton = () => {
  const t = useTexts();
  const scheme = useComputedColorScheme('light');
  const { setColorScheme } = useMantineColorScheme();
  const label = scheme === 'dark' ? t.pages.light : t.pages.dark;
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

interface PersonMenuProps {
  narrow: boolean;
  /** Those that the bar of a phone has no room for. */
  pages: Destination[];
  /** One of them is shown. */
  here: boolean;
}

const PersonMenu = ({ narrow, pages, here }: PersonMenuProps) => {
  const t = useTexts();
  const locale = useLocale();
  const session = useSession();
  const scheme = useComputedColorScheme('light');
  const { setColorScheme } = useMantineColorScheme();
  return (
    <Menu position={narrow ? 'top-end' : 'right-end'} withinPortal width={230}>
      <Menu.Target>
        <button
          type="button"
          className="rail-link rail-person"
          aria-label={narrow ? t.pages.more : t.pages.account}
          aria-current={here ? 'page' : undefined}
        >
          <Icon name={narrow ? 'dots' : 'user'} size={20} />
          <span>{narrow ? t.pages.more : (session?.tenant.name ?? t.pages.account)}</span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {pages.map((page) => (
          <Menu.Item
            key={page.href}
            leftSection={<Icon name={page.icon} size={16} />}
            onClick={() => navigate(page.href)}
          >
            {page.label}
          </Menu.Item>
        ))}
        {pages.length > 0 && <Menu.Divider />}
        <Menu.Label>{session?.user?.email ?? session?.tenant.slug}</Menu.Label>
        <Menu.Item
          leftSection={<Icon name={scheme === 'dark' ? 'sun' : 'moon'} size={16} />}
          onClick={() => setColorScheme(scheme === 'dark' ? 'light' : 'dark')}
        >
          {scheme === 'dark' ? t.pages.light : t.pages.dark}
        </Menu.Item>
        <Menu.Item
          leftSection={<Icon name="language" size={16} />}
          onClick={() => setLocale(locale === 'en' ? 'pt-BR' : 'en')}
        >
          {locale === 'en' ? 'Português' : 'English'}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<Icon name="logout" size={16} />} onClick={() => void signOut()}>
          {t.pages.signOut}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
};
