import { Button, Modal, SegmentedControl, Title } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useMemo, useRef, useState } from 'react';
import { api } from '../api-client.ts';
import type { Approval } from '../api-types.ts';
import type { Command } from '../editor/commands/command.ts';
import { useCommands } from '../editor/commands/registry.ts';
import { setSearch, usePlace } from '../router.ts';
import { refreshOpenApprovals } from '../shell/open-approvals.ts';
import { EmptyState, ErrorState, RowsSkeleton } from '../shell/states.tsx';
import { useTexts } from '../texts/texts.ts';
import { usePages } from '../use-pages.ts';
import { useRunChanges } from '../use-run-changes.ts';
import { ApprovalFacts, ApprovalRow } from './approval-row.tsx';
import './approvals.css';
import { useApprovalsTexts } from './approvals-texts.ts';
import { Decide } from './decide.tsx';

/** What waits for a person; decided here, or by the links that were sent. Wide, beside the list; else over it. */
export const ApprovalsPage = () => {
  const t = useTexts();
  const { search } = usePlace();
  const status = search.get('status') ?? 'open';
  const split = useMediaQuery('(min-width: 1200px)', undefined, { getInitialValueInEffect: false }) ?? false;
  const [chosenId, setChosenId] = useState<string | null>(null);
  const asked = status === 'all' ? undefined : status;
  const list = usePages(`approvals?${status}`, (cursor) => api.approvals(asked, cursor));
  const rows = list.rows;
  const chosen = rows?.find(({ id }) => id === chosenId) ?? (split ? rows?.[0] : undefined);
  const pane = useRef<HTMLElement>(null);
  // A run that comes to a wait, or goes on from one, may have opened or closed an approval.
  useRunChanges(list.reload);
  useWalk(rows ?? [], chosen, setChosenId);
  const done = () => {
    setChosenId(null);
    list.reload();
    void refreshOpenApprovals();
  };
  const open = (approval: Approval) => {
    setChosenId(approval.id);
    pane.current?.focus();
  };
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
        <div className="inbox" data-split={split || undefined}>
          <div>
            <ul className="rows">
              {rows.map((approval) => (
                <ApprovalRow
                  key={approval.id}
                  approval={approval}
                  chosen={split && approval.id === chosen?.id}
                  onOpen={() => open(approval)}
                />
              ))}
            </ul>
            {list.more && (
              <Button variant="subtle" fullWidth mt="sm" loading={list.loading} onClick={list.more}>
                {t.common.more}
              </Button>
            )}
          </div>
          {split && chosen && <Pane key={chosen.id} ref={pane} approval={chosen} onDone={done} />}
        </div>
      )}
      <Modal opened={!split && chosen !== undefined} onClose={() => setChosenId(null)} title={chosen?.title} size="lg">
        {!split && chosen && (
          <>
            <ApprovalFacts approval={chosen} />
            <Decide key={chosen.id} approval={chosen} onDone={done} />
          </>
        )}
      </Modal>
    </>
  );
};

/** J and K go from one to the next. */
const useWalk = (rows: Approval[], chosen: Approval | undefined, choose: (id: string) => void): void => {
  const latest = useRef({ rows, chosen, choose });
  latest.current = { rows, chosen, choose };
  const commands = useMemo<Command[]>(() => {
    const step = (by: number) => () => {
      const now = latest.current;
      const at = now.rows.findIndex(({ id }) => id === now.chosen?.id);
      const next = now.rows[Math.min(now.rows.length - 1, Math.max(0, at + by))];
      if (next) now.choose(next.id);
    };
    const when = () => latest.current.rows.length > 0;
    return [
      {
        id: 'approvals.next',
        title: { pt: 'Próximo pedido', en: 'Next request' },
        ...{ keys: ['J'], icon: 'chevron-down', group: 'view', when, run: step(1) },
      },
      {
        id: 'approvals.previous',
        title: { pt: 'Pedido anterior', en: 'Previous request' },
        ...{ keys: ['K'], icon: 'chevron-left', group: 'view', when, run: step(-1) },
      },
    ];
  }, []);
  useCommands(commands);
};

interface PaneProps {
  approval: Approval;
  onDone: () => void;
  ref: React.Ref<HTMLElement>;
}

const Pane = ({ approval, onDone, ref }: PaneProps) => {
  const t = useApprovalsTexts();
  return (
    <section className="inbox-pane" ref={ref} tabIndex={-1} aria-label={approval.title}>
      <h2>{approval.title}</h2>
      <ApprovalFacts approval={approval} />
      <Decide approval={approval} onDone={onDone} byKeys />
      {approval.status === 'open' && <p className="inbox-keys">{t.keys}</p>}
    </section>
  );
};
