import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { useEffect } from 'react';
import { Icon } from '../icons/icon.tsx';
import { Bell } from '../notifications/bell.tsx';
import { navigate, usePlace } from '../router.ts';
import { showCommands } from './command-bar/open-command-bar.ts';
import { useConnectionLost } from './connection-lost.ts';
import { DESTINATIONS, isAt } from './destinations.ts';
import { Link } from './link.tsx';
import { PersonMenu } from './person-menu.tsx';
import { usePlaceName } from './place-name.ts';
import { useShellTexts } from './shell-texts.ts';
import { WorkspaceSwitch } from './workspace-switch.tsx';

/** Where one is, whether the server is there, and what is wanted everywhere. */
export const TopBar = ({ narrow }: { narrow: boolean }) => (
  <header className="top-bar">
    <WorkspaceSwitch />
    <Trail narrow={narrow} />
    <LostNote />
    <span className="top-tools">
      <SearchButton />
      <Bell narrow={narrow} />
      {!narrow && <HelpMenu />}
      <PersonMenu />
    </span>
  </header>
);

/** The path to the page, which is also the window's title. */
const Trail = ({ narrow }: { narrow: boolean }) => {
  const t = useShellTexts();
  const { path } = usePlace();
  const thing = usePlaceName();
  const section = DESTINATIONS.find(({ name }) => isAt(path, name));
  const here = section && t[section.name];
  useEffect(() => {
    document.title = [thing, here, 'Trama'].filter(Boolean).join(' · ');
  }, [thing, here]);
  return (
    <nav className="trail" aria-label={t.trail}>
      {narrow && <img src="/icon.svg" alt="Trama" width={24} height={24} />}
      <ol>
        {section && thing !== null && (
          <li>
            <Link href={`/${section.name}`}>{here}</Link>
          </li>
        )}
        <li aria-current="page">{thing ?? here ?? ''}</li>
      </ol>
    </nav>
  );
};

const LostNote = () => {
  const t = useShellTexts();
  const lost = useConnectionLost();
  return (
    <span role="status" className="lost-place">
      {lost && (
        <span className="lost-note">
          <Icon name="cloud-off" size={16} />
          <span>{t.lost}</span>
        </span>
      )}
    </span>
  );
};

/** What opens the command bar, for who does not know its keys. */
const SearchButton = () => {
  const t = useShellTexts();
  return (
    <button
      type="button"
      className="top-search"
      aria-label={t.search}
      aria-keyshortcuts="Control+K"
      onClick={() => showCommands('bar')}
    >
      <Icon name="search" size={16} />
      <span>{t.search}</span>
      <kbd aria-hidden="true" data-keys="Ctrl K" />
    </button>
  );
};

const HelpMenu = () => {
  const t = useShellTexts();
  return (
    <Menu position="bottom-end" withinPortal width={230}>
      <Menu.Target>
        <Tooltip label={t.help}>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t.help}>
            <Icon name="help" size={20} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<Icon name="rocket" size={16} />} onClick={() => navigate('/welcome')}>
          {t.guide}
        </Menu.Item>
        <Menu.Item leftSection={<Icon name="list" size={16} />} onClick={() => showCommands('shortcuts')}>
          {t.shortcuts}
        </Menu.Item>
        <Menu.Item component="a" href="/docs" target="_blank" leftSection={<Icon name="api" size={16} />}>
          {t.apiDocs}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
};
