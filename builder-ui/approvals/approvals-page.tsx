import { Button, Modal, SegmentedControl, Title } from '@mantine/core';
import { useState } from 'react';
import { api } from '../api-client.ts';
import type { Approval } from '../api-types.ts';
import { Icon } from '../icons/icon.tsx';
import { setSearch, usePlace } from '../router.ts';
import { Link } from '../shell/link.tsx';
import { EmptyState, ErrorState, RowsSkeleton } from '../shell/states.tsx';
import { ago, dateTime } from '../shell/times.ts';
import { useLocale, useTexts } from '../texts/texts.ts';
import { usePages } from '../use-pages.ts';
import { useRunChanges } from '../use-run-changes.ts';
import { Decide } from './decide.tsx';

/** What waits for a person; decided here, or by the links that were sent. */
export const ApprovalsPage = () => {
  const t = useTexts();
  const { search } = usePlace();
  const status = search.get('status') ?? 'open';
  const [chosen, setChosen] = useState<Approval | null>(null);
  const asked = status === 'all' ? undefined : status;
  const list = usePages(`approvals?${status}`, (cursor) => api.approvals(asked, cursor));
  const rows = list.rows;
  // A run that comes to a wait, or goes on from one, may have opened or closed an approval.
  useRunChanges(list.reload);
  return (
    <>
      <header className="page-head">
        <Title order={1}>{t.pages.approvals}</Title>
        <SegmentedControl
          size="xs"
          value={status}
          onChange={(value) => setSearch({ status: value === 'open' ? null : value })}
          data={[
            { value: 'open', label: t.approvals.open },
            { value: 'all', label: t.approvals.all },
          ]}
        />
      </header>
      {list.error !== undefined && !rows ? (
        <ErrorState error={list.error} retry={list.reload} />
      ) : !rows ? (
        <RowsSkeleton />
      ) : rows.length === 0 ? (
        <EmptyState icon="user-check" title={t.approvals.empty} text={t.approvals.emptyHelp} />
      ) : (
        <ul className="rows">
          {rows.map((approval) => (
            <ApprovalRow key={approval.id} approval={approval} onOpen={() => setChosen(approval)} />
          ))}
        </ul>
      )}
      {list.more && (
        <Button variant="subtle" fullWidth mt="sm" loading={list.loading} onClick={list.more}>
          {t.common.more}
        </Button>
      )}
      <Modal opened={chosen !== null} onClose={() => setChosen(null)} title={chosen?.title} size="lg">
        {chosen && (
          <Decide
            key={chosen.id}
            approval={chosen}
            onDone={() => {
              setChosen(null);
              list.reload();
            }}
          />
        )}
      </Modal>
    </>
  );
};

const ApprovalRow = ({ approval, onOpen }: { approval: Approval; onOpen: () => void }) => {
  const t = useTexts();
  const locale = useLocale();
  const { status, expiresAt, by, createdAt } = approval;
  const state =
    status === 'open' ? (expiresAt ? t.approvals.until(dateTime(expiresAt, locale)) : '') : t.approvals.states[status];
  return (
    <li className="row">
      <span className="row-main">
        <span className="row-icon" data-group="human">
          <Icon name="user-check" size={18} />
        </span>
        <span className="row-words">
          <strong>{approval.title}</strong>
          <small>
            {approval.flowName} · <Link href={`/runs/${approval.runId}`}>{t.approvals.seeRun}</Link> ·{' '}
            <time title={dateTime(createdAt, locale)}>{ago(createdAt, locale)}</time>
          </small>
        </span>
        <span className="row-side">
          <span>{state}</span>
          {by && <small>{by}</small>}
        </span>
      </span>
      <Button size="xs" variant={status === 'open' ? 'filled' : 'default'} onClick={onOpen}>
        {status === 'open' ? t.approvals.decide : t.common.open}
      </Button>
    </li>
  );
};
