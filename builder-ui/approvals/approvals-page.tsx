import { Button, Modal, SegmentedControl, Stack, Textarea, Title } from '@mantine/core';
import { useState } from 'react';
import type { JsonObject } from '#flow/json.ts';
import { api } from '../api-client.ts';
import { isStatus } from '../api-error.ts';
import type { Approval } from '../api-types.ts';
import { Form } from '../form/form.tsx';
import { PLAIN_FORM } from '../form/form-context.ts';
import { ObjectFields } from '../form/object-fields.tsx';
import { Icon } from '../icons/icon.tsx';
import { setSearch, usePlace } from '../router.ts';
import { JsonBlock } from '../runs/json-block.tsx';
import '../runs/runs.css';
import { Link } from '../shell/link.tsx';
import { EmptyState, ErrorState, RowsSkeleton } from '../shell/states.tsx';
import { ago, dateTime } from '../shell/times.ts';
import { toastDone, toastError } from '../shell/toasts.tsx';
import { useLocale, useTexts } from '../texts/texts.ts';
import { usePages } from '../use-pages.ts';

/** What waits for a person; decided here, or by the links that were sent. */
export const ApprovalsPage = () => {
  const t = useTexts();
  const { search } = usePlace();
  const status = search.get('status') ?? 'open';
  const [chosen, setChosen] = useState<Approval | null>(null);
  const asked = status === 'all' ? undefined : status;
  const list = usePages(`approvals?${status}`, (cursor) => api.approvals(asked, cursor));
  const rows = list.rows;
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

/** Drafts of the fields: what their schemas say to begin with. */
const drafts = (fields: Approval['fields']): JsonObject =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, schema]) => (schema.default === undefined ? [] : [[name, schema.default]])),
  ) as JsonObject;

const Decide = ({ approval, onDone }: { approval: Approval; onDone: () => void }) => {
  const t = useTexts();
  const [comment, setComment] = useState(approval.comment ?? '');
  const [values, setValues] = useState<JsonObject>(() => approval.values ?? drafts(approval.fields));
  const [busy, setBusy] = useState<string | null>(null);
  const open = approval.status === 'open';
  const decide = async (decision: 'approved' | 'rejected') => {
    setBusy(decision);
    const fields = Object.keys(values).length > 0 ? { fields: values } : {};
    try {
      await api.decide(approval.id, { decision, ...(comment ? { comment } : {}), ...fields });
      toastDone(t.approvals.states[decision]);
      onDone();
    } catch (error) {
      toastError(error);
      // Someone else was first, or its time is over: the list knows.
      if (isStatus(error, 409)) onDone();
    } finally {
      setBusy(null);
    }
  };
  return (
    <Form world={{ ...PLAIN_FORM, readOnly: !open }}>
      <Stack gap="md">
        {approval.details !== null && <Details details={approval.details} />}
        {Object.keys(approval.fields).length > 0 && (
          <ObjectFields
            schema={{ type: 'object', properties: approval.fields }}
            pointer=""
            value={values}
            onChange={setValues}
            literal="all"
            showAll
          />
        )}
        <Textarea
          label={t.approvals.comment}
          value={comment}
          readOnly={!open}
          autosize
          minRows={2}
          onChange={(event) => setComment(event.currentTarget.value)}
        />
        {open && (
          <div className="decide">
            <Button
              variant="default"
              size="md"
              loading={busy === 'rejected'}
              disabled={busy !== null}
              leftSection={<Icon name="x" size={16} stroke={2.4} />}
              onClick={() => void decide('rejected')}
            >
              {t.approvals.reject}
            </Button>
            <Button
              size="md"
              loading={busy === 'approved'}
              disabled={busy !== null}
              leftSection={<Icon name="check" size={16} stroke={2.4} />}
              onClick={() => void decide('approved')}
            >
              {t.approvals.approve}
            </Button>
          </div>
        )}
      </Stack>
    </Form>
  );
};

/** A text as a text, a flat object as facts, anything else as data. */
const Details = ({ details }: { details: Approval['details'] }) => {
  const t = useTexts();
  if (typeof details === 'string') return <p className="approval-text">{details}</p>;
  const flat =
    typeof details === 'object' &&
    details !== null &&
    !Array.isArray(details) &&
    Object.values(details).every((value) => value === null || typeof value !== 'object');
  if (!flat) return <JsonBlock title={t.approvals.details} value={details} />;
  return (
    <dl className="facts">
      {Object.entries(details as JsonObject).map(([name, value]) => [
        <dt key={name}>{name}</dt>,
        <dd key={`${name}=`}>{String(value ?? '—')}</dd>,
      ])}
    </dl>
  );
};
