import { Badge, Button, Stack, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import { Icon } from '../icons/icon.tsx';
import { AskDialog, type Question } from '../shell/ask-dialog.tsx';
import { PagedRows } from '../shell/paged-rows.tsx';
import { useMay, useSession } from '../shell/session.ts';
import { ago, day } from '../shell/times.ts';
import { toastDone } from '../shell/toasts.tsx';
import { useSubmit } from '../shell/use-submit.ts';
import { useLocale } from '../texts/texts.ts';
import { usePages } from '../use-pages.ts';
import { type Computer, type Computers, claimLifetime, loadComputers, removeComputer } from './licences-api.ts';
import { useLicencesTexts } from './licences-texts.ts';

/** Computers that work without a connection; and the way from a licence for life to a plan. */
export const ComputersPart = () => {
  const t = useLicencesTexts();
  const mayWrite = useMay('tenant:write');
  const mayClaim = useMay('billing:write');
  const me = useSession()?.user?.id;
  const list = usePages<Computer, Computers>('licences', loadComputers);
  const [asking, setAsking] = useState<Question | null>(null);
  const ask = ({ id, name }: Computer) =>
    setAsking({
      title: t.removeTitle(name),
      text: t.removeText,
      answers: [
        {
          label: t.remove,
          danger: true,
          act: async () => {
            await removeComputer(id);
            toastDone(t.removed);
            list.reload();
          },
        },
      ],
    });
  return (
    <Stack gap="lg">
      <section>
        <Title order={2}>{t.title}</Title>
        <p className="settings-help">{t.help}</p>
        {list.first && <p className="settings-help">{t.limit(list.first.machines)}</p>}
        <PagedRows
          list={list}
          label={t.title}
          row={(computer) => (
            <ComputerRow
              key={computer.id}
              computer={computer}
              onRemove={mayWrite || computer.by === `user:${me}` ? () => ask(computer) : null}
            />
          )}
          none={list.first?.machines === 0 ? null : <p className="settings-help">{t.none}</p>}
          skeleton={{ rows: 2 }}
        />
      </section>
      {mayClaim && <Lifetime />}
      <AskDialog question={asking} onClose={() => setAsking(null)} />
    </Stack>
  );
};

const COLOURS = { active: 'brand', expired: 'yellow', revoked: 'gray' } as const;

const ComputerRow = ({ computer, onRemove }: { computer: Computer; onRemove: (() => void) | null }) => {
  const t = useLicencesTexts();
  const locale = useLocale();
  const { name, app, status, refreshedAt, graceUntil } = computer;
  const facts = [
    t.apps[app],
    t.seen(ago(refreshedAt, locale)),
    status === 'active' && t.until(day(graceUntil, locale)),
  ];
  return (
    <li className="row">
      <span className="row-main">
        <span className="row-icon" data-group="data">
          <Icon name="cloud-off" size={18} />
        </span>
        <span className="row-words">
          <strong>{name}</strong>
          <small>{facts.filter(Boolean).join(' · ')}</small>
        </span>
      </span>
      <Badge color={COLOURS[status]} variant="light" tt="none" fw={550}>
        {t.status[status]}
      </Badge>
      {status !== 'revoked' && onRemove && (
        <Button size="xs" variant="default" aria-label={t.removeTitle(name)} onClick={onRemove}>
          {t.remove}
        </Button>
      )}
    </li>
  );
};

const Lifetime = () => {
  const t = useLicencesTexts();
  const locale = useLocale();
  const [key, setKey] = useState('');
  const { busy, error, submit } = useSubmit(async () => {
    const { product, until } = await claimLifetime(key.trim());
    toastDone(t.claimed(product, day(until, locale)));
    setKey('');
  });
  return (
    <section>
      <Title order={2}>{t.lifetime}</Title>
      <p className="settings-help">{t.lifetimeHelp}</p>
      <form onSubmit={submit}>
        <Stack gap="sm" align="start">
          <TextInput
            label={t.key}
            description={t.keyHelp}
            w="100%"
            maw={360}
            maxLength={200}
            error={error}
            value={key}
            onChange={(event) => setKey(event.currentTarget.value)}
          />
          <Button type="submit" loading={busy}>
            {t.claim}
          </Button>
        </Stack>
      </form>
    </section>
  );
};
