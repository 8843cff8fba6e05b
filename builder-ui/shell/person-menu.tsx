import { Menu, useMantineColorScheme } from '@mantine/core';
import { useState } from 'react';
import { Icon } from '../icons/icon.tsx';
import { navigate } from '../router.ts';
import { setLocale, useLocale } from '../texts/texts.ts';
import { WorkspacesDialog } from '../workspaces/workspaces-dialog.tsx';
import { PlaceItems } from './place-items.tsx';
import { signOut, useSession } from './session.ts';
import { useShellTexts } from './shell-texts.ts';
import { toastError } from './toasts.tsx';

/** `Ana Souza` → `AS`; of an address its first letter. */
const initialsOf = (name: string): string => {
  const words = name.split(/[\s@.]+/).filter(Boolean);
  const taken = name.includes('@') ? words.slice(0, 1) : [words[0], words.length > 1 ? words.at(-1) : undefined];
  return taken
    .map((word) => word?.[0] ?? '')
    .join('')
    .toUpperCase();
};

const SCHEMES = [
  { value: 'light', icon: 'sun', text: 'lightScheme' },
  { value: 'dark', icon: 'moon', text: 'darkScheme' },
  { value: 'auto', icon: 'settings', text: 'deviceScheme' },
] as const;

/** Who is signed in, and what is theirs: theme, language, the way out. */
export const PersonMenu = () => {
  const t = useShellTexts();
  const locale = useLocale();
  const session = useSession();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const who = session?.user?.name || session?.user?.email || session?.tenant.slug || '';
  const [switching, setSwitching] = useState(false);
  return (
    <>
      <Menu position="bottom-end" withinPortal width={230}>
        <Menu.Target>
          <button
            type="button"
            className="person"
            aria-label={`${t.account}: ${who}`}
            data-initials={initialsOf(who)}
          />
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>
            <strong className="person-name">{who}</strong>
            {session?.tenant.name}
          </Menu.Label>
          <Menu.Divider />
          <PlaceItems onSwitch={() => setSwitching(true)} />
          {SCHEMES.map((one) => (
            <Menu.Item
              key={one.value}
              leftSection={<Icon name={one.icon} size={16} />}
              rightSection={colorScheme === one.value ? <Icon name="check" size={14} /> : undefined}
              onClick={() => setColorScheme(one.value)}
            >
              {t[one.text]}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item
            leftSection={<Icon name="language" size={16} />}
            onClick={() => setLocale(locale === 'en' ? 'pt-BR' : 'en')}
          >
            {locale === 'en' ? 'Português' : 'English'}
          </Menu.Item>
          <Menu.Item leftSection={<Icon name="user" size={16} />} onClick={() => navigate('/account')}>
            {t.account}
          </Menu.Item>
          <Menu.Item leftSection={<Icon name="settings" size={16} />} onClick={() => navigate('/settings')}>
            {t.settings}
          </Menu.Item>
          <Menu.Item leftSection={<Icon name="api" size={16} />} onClick={() => navigate('/developers')}>
            {t.developers}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item leftSection={<Icon name="logout" size={16} />} onClick={() => void signOut().catch(toastError)}>
            {t.signOut}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {switching && <WorkspacesDialog onClose={() => setSwitching(false)} />}
    </>
  );
};
