import { ActionIcon, Badge, Menu } from '@mantine/core';
import { useEffect } from 'react';
import { Icon } from '../icons/icon.tsx';
import type { AdminTenant, Place } from './admin-api.ts';
import { useAdminTexts } from './admin-texts.ts';

const LOOK_MS = 1_500;

/** Whether somebody is on the way. */
export const isMoving = ({ move }: AdminTenant): boolean => move !== null && move.step !== 'failed';

/** Looks again while a tenant is on its way. */
export const useLookWhileMoving = (tenants: readonly AdminTenant[] | undefined, reload: () => void): void => {
  const moving = tenants?.some(isMoving) ?? false;
  useEffect(() => {
    if (!moving) return;
    const timer = setInterval(reload, LOOK_MS);
    return () => clearInterval(timer);
  }, [moving, reload]);
};

/** Where a tenant's rows lie, where that is not with all others, and how far a move is. */
export const PlaceBadge = ({ tenant }: { tenant: AdminTenant }) => {
  const t = useAdminTexts();
  const { place, move } = tenant;
  if (move === null)
    return place === 'own' ? (
      <Badge variant="light" tt="none" fw={550}>
        {t.place.own}
      </Badge>
    ) : null;
  const failed = move.step === 'failed';
  return (
    <Badge
      color={failed ? 'red' : 'yellow'}
      variant="light"
      tt="none"
      fw={550}
      role="status"
      title={move.error ?? undefined}
    >
      {failed ? t.movingFailed : t.moving(move.done, move.of)}
    </Badge>
  );
};

/** The one move that there is to ask for; while one is under way: that it goes back. */
export const MoveMenu = ({ tenant, onMove }: { tenant: AdminTenant; onMove: (place: Place) => void }) => {
  const t = useAdminTexts();
  const moving = isMoving(tenant);
  const from = moving ? tenant.move?.to : tenant.place;
  const place = from === 'own' ? 'shared' : 'own';
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t.more(tenant.name)}>
          <Icon name="dots" size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => onMove(place)}>{moving ? t.takeBack : t.move[place]}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
};
