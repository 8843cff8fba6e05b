import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import type { MouseEvent } from 'react';
import { Icon } from '../icons/icon.tsx';
import { useHasModule } from '../plan/entitled.ts';
import { LockMark } from '../plan/plan-lock.tsx';
import { askForModule } from '../plan/upgrade-prompt.ts';
import { navigate, usePlace } from '../router.ts';
import { DESTINATIONS, type Destination, isAt, ON_PHONE } from './destinations.ts';
import { Link } from './link.tsx';
import { useOpenApprovals } from './open-approvals.ts';
import { useSession } from './session.ts';
import { useShellTexts } from './shell-texts.ts';
import { useTenant } from './tenant.ts';

/** Pages that show something to whoever is signed in. */
const useDestinations = (): readonly Destination[] => {
  const scopes = useSession()?.scopes ?? [];
  return DESTINATIONS.filter(({ needs }) => needs === undefined || scopes.includes('*') || scopes.includes(needs));
};

/** The menu on the left, folded to its icons where somebody wants the room. */
export const Rail = () => {
  const t = useShellTexts();
  const { path } = usePlace();
  const open = useOpenApprovals();
  const tenant = useTenant();
  const [folded, setFolded] = useLocalStorage({ key: 'trama.rail-folded', defaultValue: false });
  const destinations = useDestinations();
  const fold = folded ? t.unfold : t.fold;
  return (
    <nav className="rail" aria-label={t.menu} data-folded={folded || undefined}>
      <Link href="/home" className="logo" aria-label="Trama">
        <img src={tenant?.brand.logo ?? '/icon.svg'} alt="" width={26} height={26} className="logo-picture" />
        <span className="logo-name">{tenant?.brand.logo ? tenant.name : 'Trama'}</span>
      </Link>
      {destinations.map((one) => (
        <Tooltip key={one.name} label={t[one.name]} position="right" disabled={!folded}>
          <RailLink one={one} here={isAt(path, one.name)} count={one.name === 'approvals' ? open : 0} />
        </Tooltip>
      ))}
      <span className="rail-gap" />
      <Tooltip label={fold} position="right">
        <ActionIcon variant="subtle" color="gray" aria-label={fold} onClick={() => setFolded(!folded)} ml={4}>
          <Icon name={folded ? 'chevron-right' : 'chevron-left'} size={16} />
        </ActionIcon>
      </Tooltip>
    </nav>
  );
};

interface RailLinkProps {
  one: Destination;
  here: boolean;
  count: number;
}

const RailLink = ({ one, here, count, ...rest }: RailLinkProps) => {
  const t = useShellTexts();
  const locked = !useHasModule(one.module);
  const ask = (event: MouseEvent) => {
    if (!locked || here) return;
    event.preventDefault();
    askForModule(one.module ?? '');
  };
  return (
    <Link {...rest} href={`/${one.name}`} className="rail-link" aria-current={here ? 'page' : undefined} onClick={ask}>
      <Icon name={one.icon} size={19} />
      <span>{t[one.name]}</span>
      {locked && (
        <span className="rail-lock" role="img" aria-label={t.locked}>
          <Icon name="lock" size={13} />
        </span>
      )}
      {count > 0 && (
        <b className="rail-count" title={t.open(count)}>
          {count > 99 ? '99+' : count}
        </b>
      )}
    </Link>
  );
};

/** On a phone: a bar of five below, the fifth of which opens what it has no room for. */
export const PhoneBar = () => {
  const t = useShellTexts();
  const { path } = usePlace();
  const open = useOpenApprovals();
  const destinations = useDestinations();
  const rest = destinations.slice(ON_PHONE);
  const inRest = rest.some(({ name }) => isAt(path, name));
  return (
    <nav className="phone-bar" aria-label={t.menu}>
      {destinations.slice(0, ON_PHONE).map((one) => (
        <RailLink key={one.name} one={one} here={isAt(path, one.name)} count={one.name === 'approvals' ? open : 0} />
      ))}
      <Menu position="top-end" withinPortal width={220}>
        <Menu.Target>
          <button type="button" className="rail-link" aria-current={inRest ? 'page' : undefined}>
            <Icon name="menu" size={19} />
            <span>{t.more}</span>
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          {rest.map((one) => (
            <RestItem key={one.name} one={one} />
          ))}
        </Menu.Dropdown>
      </Menu>
    </nav>
  );
};

const RestItem = ({ one }: { one: Destination }) => {
  const t = useShellTexts();
  const { path } = usePlace();
  const locked = !useHasModule(one.module) && !isAt(path, one.name);
  return (
    <Menu.Item
      leftSection={<Icon name={one.icon} size={16} />}
      rightSection={locked ? <LockMark /> : undefined}
      aria-description={locked ? t.locked : undefined}
      onClick={() => (locked ? askForModule(one.module ?? '') : navigate(`/${one.name}`))}
    >
      {t[one.name]}
    </Menu.Item>
  );
};
