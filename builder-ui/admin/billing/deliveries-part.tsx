import { Badge, Button, Stack } from '@mantine/core';
import { useState } from 'react';
import '../../audit/audit.css';
import { useProviderTexts } from '../../plan/provider-texts.ts';
import { explain, isExplained } from '../../runs/explain.ts';
import { JsonBlock } from '../../runs/json-block.tsx';
import '../../runs/runs.css';
import { Link } from '../../shell/link.tsx';
import { PagedRows } from '../../shell/paged-rows.tsx';
import { ErrorState, RowsSkeleton } from '../../shell/states.tsx';
import { ago, dateTime } from '../../shell/times.ts';
import { toastDone } from '../../shell/toasts.tsx';
import { useLocale } from '../../texts/texts.ts';
import { usePages } from '../../use-pages.ts';
import { useQuery } from '../../use-query.ts';
import { DeedDialog } from './deed-dialog.tsx';
import { type DeadEvent, type Drift, deskApi, type Reconciliation } from './desk-api.ts';
import { useDeskTexts } from './desk-texts.ts';
import { OpenRow } from './open-row.tsx';

/** What providers told and was lost, and how all subscriptions compare with what providers say. */
export const DeliveriesPart = () => (
  <Stack gap="xl">
    <DeadEvents />
    <Passes />
  </Stack>
);

const DeadEvents = () => {
  const { deliveries: t } = useDeskTexts();
  const list = usePages('billing dead events', deskApi.deadEvents);
  const [asking, setAsking] = useState<DeadEvent | null>(null);
  return (
    <section>
      <header className="card-head">
        <h2>{t.dead}</h2>
      </header>
      <p className="plan-note">{t.deadHelp}</p>
      <PagedRows
        list={list}
        label={t.dead}
        row={(event) => <EventRow key={event.id} event={event} onRetry={() => setAsking(event)} />}
        none={<p className="settings-help">{t.noDead}</p>}
        skeleton={{ rows: 2 }}
      />
      <DeedDialog
        opened={asking !== null}
        title={t.retry}
        text={t.deadHelp}
        confirm={t.retry}
        quiet
        onClose={() => setAsking(null)}
        act={async (reason) => {
          if (asking) await deskApi.retryEvent(asking.id, reason);
          toastDone(t.retried);
          list.reload();
        }}
      />
    </section>
  );
};

const EventRow = ({ event, onRetry }: { event: DeadEvent; onRetry: () => void }) => {
  const { deliveries: t } = useDeskTexts();
  const { names } = useProviderTexts();
  const locale = useLocale();
  const { problem } = event;
  const why =
    problem !== null && isExplained(problem) ? explain({ code: problem, message: '' }, {}, locale).what : problem;
  const facts = [names[event.provider], why, t.tries(event.attempts), ago(event.receivedAt, locale)];
  return (
    <OpenRow
      icon="webhook"
      title={event.type}
      facts={facts.filter(Boolean).join(' · ')}
      badge={
        event.trust === 'unsigned' && (
          <Badge color="yellow" variant="light" tt="none" fw={550}>
            {t.unsigned}
          </Badge>
        )
      }
    >
      <EventBody id={event.id} />
      <Button size="xs" mt="sm" onClick={onRetry}>
        {t.retry}
      </Button>
    </OpenRow>
  );
};

const EventBody = ({ id }: { id: string }) => {
  const { deliveries: t } = useDeskTexts();
  const { data, error, reload } = useQuery(`billing event ${id}`, () => deskApi.event(id));
  if (!data) return error === undefined ? <RowsSkeleton rows={1} /> : <ErrorState error={error} retry={reload} />;
  return data.raw === null ? (
    <p className="plan-note">{t.noBody}</p>
  ) : (
    <JsonBlock title={t.body} value={readable(data.raw)} />
  );
};

/** JSON as JSON; anything else as it is. */
const readable = (raw: string) => {
  try {
    return JSON.parse(raw);
  } catch {
    return raw;
  }
};

const Passes = () => {
  const { deliveries: t } = useDeskTexts();
  const list = usePages('billing reconciliations', deskApi.reconciliations);
  return (
    <section>
      <header className="card-head">
        <h2>{t.passes}</h2>
      </header>
      <p className="plan-note">{t.passesHelp}</p>
      <PagedRows
        list={list}
        label={t.passes}
        row={(pass) => <PassRow key={pass.id} pass={pass} />}
        none={<p className="settings-help">{t.noPasses}</p>}
        skeleton={{ rows: 3 }}
      />
    </section>
  );
};

const PASS_COLOURS = { running: 'yellow', done: 'brand', broken: 'red' } as const;

const PassRow = ({ pass }: { pass: Reconciliation }) => {
  const { deliveries: t } = useDeskTexts();
  const { names } = useProviderTexts();
  const locale = useLocale();
  return (
    <OpenRow
      icon="refresh"
      title={names[pass.provider]}
      facts={`${dateTime(pass.slot, locale)} · ${t.passLine(pass.seen, pass.drifted)}`}
      badge={
        <Badge color={PASS_COLOURS[pass.state]} variant="light" tt="none" fw={550}>
          {t.states[pass.state]}
        </Badge>
      }
    >
      <Drifts id={pass.id} />
    </OpenRow>
  );
};

const Drifts = ({ id }: { id: string }) => {
  const { deliveries: t } = useDeskTexts();
  const { data, error, reload } = useQuery(`billing reconciliation ${id}`, () => deskApi.reconciliation(id));
  if (!data) return error === undefined ? <RowsSkeleton rows={1} /> : <ErrorState error={error} retry={reload} />;
  if (data.drifts.length === 0) return <p className="plan-note">{t.nothing}</p>;
  return (
    <Stack gap="md">
      {data.drifts.map((drift) => (
        <DriftView key={drift.id} drift={drift} />
      ))}
    </Stack>
  );
};

const DriftView = ({ drift }: { drift: Drift }) => {
  const { deliveries: t } = useDeskTexts();
  const { tenant, what, mended, problem } = drift;
  return (
    <div>
      <p className="billing-drift">
        {tenant ? (
          <Link href={`/admin/billing/subscriptions/${tenant.id}`}>{tenant.name ?? tenant.id}</Link>
        ) : (
          <span>{t.unknown}</span>
        )}
        <span>{what.join(', ')}</span>
        <Badge color={mended ? 'brand' : 'red'} variant="light" tt="none" fw={550}>
          {mended ? t.mended : t.notMended}
        </Badge>
        {problem !== null && <small>{problem}</small>}
      </p>
      <div className="billing-fields">
        <JsonBlock title={t.ours} value={drift.ours} />
        <JsonBlock title={t.theirs} value={drift.theirs} />
      </div>
    </div>
  );
};
