import { ActionIcon, Badge, Button, Menu } from '@mantine/core';
import { useState } from 'react';
import { Icon } from '../icons/icon.tsx';
import { navigate } from '../router.ts';
import { ago, dateTime } from '../shell/times.ts';
import { toastDone, toastError } from '../shell/toasts.tsx';
import { useLocale } from '../texts/texts.ts';
import { type ApiKey, changeKey } from './developers-api.ts';
import { useDevelopersTexts } from './developers-texts.ts';

const WEEK_MS = 7 * 86_400_000;
const HOUR_MS = 3_600_000;

interface KeyRowProps {
  apiKey: ApiKey;
  /** Null: nothing but looking. */
  onDeed: ((deed: 'edit' | 'rotate' | 'revoke' | 'endPrevious') => void) | null;
  onChanged: () => void;
}

export const KeyRow = ({ apiKey, onDeed, onChanged }: KeyRowProps) => {
  const t = useDevelopersTexts();
  const locale = useLocale();
  const [now] = useState(() => Date.now());
  const { name, prefix, expiresAt, revokedAt, previous } = apiKey;
  const over = revokedAt !== null || (expiresAt !== null && Date.parse(expiresAt) < now);
  const soon = !over && expiresAt !== null && Date.parse(expiresAt) < now + WEEK_MS;
  return (
    <li className="row key-row">
      <span className="row-main">
        <span className="row-icon" data-group="code">
          <Icon name="key" size={18} />
        </span>
        <span className="row-words">
          <strong>
            {name}
            {apiKey.maker?.left && <em>{t.makerLeft}</em>}
          </strong>
          <small>
            <code>{prefix}…</code> · <Facts apiKey={apiKey} now={now} />
          </small>
        </span>
      </span>
      {(over || soon) && (
        <Badge variant={soon ? 'light' : 'default'} color={soon ? 'yellow' : 'gray'} tt="none" fw={550}>
          {revokedAt !== null ? t.revoked : soon ? t.soon : t.expired}
        </Badge>
      )}
      <RowMenu apiKey={apiKey} over={over} now={now} onDeed={onDeed} onChanged={onChanged} />
      {previous !== null && !over && (
        <div className="key-previous">
          <span>
            {t.previous(previous.prefix, dateTime(previous.until, locale))} ·{' '}
            {previous.usedAt ? t.previousUsed(ago(previous.usedAt, locale)) : t.previousUnused}
          </span>
          {onDeed && (
            <Button size="compact-xs" variant="light" onClick={() => onDeed('endPrevious')}>
              {t.endPrevious}
            </Button>
          )}
        </div>
      )}
    </li>
  );
};

const Facts = ({ apiKey, now }: { apiKey: ApiKey; now: number }) => {
  const t = useDevelopersTexts();
  const locale = useLocale();
  const { createdAt, lastUsedAt, lastUsedIp, expiresAt, allowedIps, perMinute, keepBodiesUntil } = apiKey;
  const facts = [
    lastUsedAt ? t.lastUsed(ago(lastUsedAt, locale), lastUsedIp) : `${t.made(ago(createdAt, locale))}, ${t.neverUsed}`,
    expiresAt && t.until(dateTime(expiresAt, locale)),
    allowedIps.length > 0 && t.from(allowedIps.length),
    perMinute !== null && t.perMinuteShort(perMinute),
    keepBodiesUntil && Date.parse(keepBodiesUntil) > now && t.bodiesOn(dateTime(keepBodiesUntil, locale)),
  ];
  return facts.filter(Boolean).join(' · ');
};

const RowMenu = ({ apiKey, over, now, onDeed, onChanged }: KeyRowProps & { over: boolean; now: number }) => {
  const t = useDevelopersTexts();
  const keeps = apiKey.keepBodiesUntil !== null && Date.parse(apiKey.keepBodiesUntil) > now;
  const keepBodies = async () => {
    try {
      const keepBodiesUntil = keeps ? null : new Date(Date.now() + HOUR_MS).toISOString();
      await changeKey(apiKey.id, { keepBodiesUntil });
      toastDone(keeps ? t.bodiesStopped : t.bodiesDone);
      onChanged();
    } catch (error) {
      toastError(error);
    }
  };
  return (
    <Menu position="bottom-end" withinPortal width={230}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t.actions(apiKey.name)}>
          <Icon name="dots" size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<Icon name="list" size={16} />}
          onClick={() => navigate(`/developers/calls?key=${apiKey.id}`)}
        >
          {t.seeCalls}
        </Menu.Item>
        {onDeed && !over && (
          <>
            <Menu.Item leftSection={<Icon name="settings" size={16} />} onClick={() => onDeed('edit')}>
              {t.edit}
            </Menu.Item>
            <Menu.Item leftSection={<Icon name="refresh" size={16} />} onClick={() => onDeed('rotate')}>
              {t.rotate}
            </Menu.Item>
            <Menu.Item leftSection={<Icon name="eye" size={16} />} onClick={() => void keepBodies()}>
              {keeps ? t.stopBodies : t.keepBodies}
            </Menu.Item>
            <Menu.Divider />
            <Menu.Item color="red" leftSection={<Icon name="ban" size={16} />} onClick={() => onDeed('revoke')}>
              {t.revoke}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
};
