import { Button, Stack, Textarea } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useMemo, useState } from 'react';
import type { JsonObject } from '#flow/json.ts';
import type { Problem } from '#flow/problem.ts';
import { api } from '../api-client.ts';
import { ApiError, isStatus } from '../api-error.ts';
import type { Approval } from '../api-types.ts';
import type { Command } from '../editor/commands/command.ts';
import { useCommands } from '../editor/commands/registry.ts';
import { apiProblems } from '../form/api-problems.ts';
import { Form } from '../form/form.tsx';
import { PLAIN_FORM } from '../form/form-context.ts';
import { ObjectFields } from '../form/object-fields.tsx';
import { Icon } from '../icons/icon.tsx';
import { JsonBlock } from '../runs/json-block.tsx';
import '../runs/runs.css';
import { useMay } from '../shell/session.ts';
import { toastDone, toastError } from '../shell/toasts.tsx';
import { useTexts } from '../texts/texts.ts';
import { useApprovalsTexts } from './approvals-texts.ts';

/** Drafts of the fields: what their schemas say to begin with. */
const drafts = (fields: Approval['fields']): JsonObject =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, schema]) => (schema.default === undefined ? [] : [[name, schema.default]])),
  ) as JsonObject;

type Decision = 'approved' | 'rejected';

interface DecideProps {
  approval: Approval;
  onDone: () => void;
  /** A and R decide; as keys slip, and nothing takes it back, they ask first. */
  byKeys?: boolean;
}

/** What is asked, the fields that the flow wants filled, and the two answers. */
export const Decide = ({ approval, onDone, byKeys = false }: DecideProps) => {
  const t = useTexts();
  const [comment, setComment] = useState(approval.comment ?? '');
  const [values, setValues] = useState<JsonObject>(() => approval.values ?? drafts(approval.fields));
  const [busy, setBusy] = useState<string | null>(null);
  const [sure, setSure] = useState<Decision | null>(null);
  const [problems, setProblems] = useState<Problem[]>([]);
  const mayDecide = useMay('approvals:write');
  const open = approval.status === 'open' && mayDecide;
  const decide = async (decision: Decision) => {
    setSure(null);
    setBusy(decision);
    setProblems([]);
    const fields = Object.keys(values).length > 0 ? { fields: values } : {};
    try {
      await api.decide(approval.id, { decision, ...(comment ? { comment } : {}), ...fields });
      toastDone(t.approvals.states[decision]);
      onDone();
    } catch (error) {
      if (error instanceof ApiError && error.problem.errors) setProblems(apiProblems(error, t.form.faults));
      else toastError(error);
      // Someone else was first, or its time is over: the list knows.
      if (isStatus(error, 409)) onDone();
    } finally {
      setBusy(null);
    }
  };
  useDecisionKeys(byKeys && open, setSure);
  const world = useMemo(() => ({ ...PLAIN_FORM, problems, readOnly: !open }), [problems, open]);
  // Who approves fills what has no value to begin with.
  const required = Object.entries(approval.fields).flatMap(([name, schema]) =>
    schema.default === undefined ? [name] : [],
  );
  return (
    <Form world={world}>
      <Stack gap="md">
        {approval.details !== null && <Details details={approval.details} />}
        {Object.keys(approval.fields).length > 0 && (
          <ObjectFields
            schema={{ type: 'object', properties: approval.fields, required }}
            pointer="/fields"
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
        {open && sure !== null && <Sure decision={sure} onYes={() => void decide(sure)} onNo={() => setSure(null)} />}
        {open && sure === null && (
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

const useDecisionKeys = (on: boolean, ask: (decision: Decision) => void): void => {
  const commands = useMemo<Command[]>(() => {
    const when = () => on;
    return [
      {
        id: 'approvals.approve',
        title: { pt: 'Aprovar', en: 'Approve' },
        ...{ keys: ['A'], icon: 'check', group: 'edit', when, run: () => ask('approved') },
      },
      {
        id: 'approvals.reject',
        title: { pt: 'Recusar', en: 'Reject' },
        ...{ keys: ['R'], icon: 'x', group: 'edit', when, run: () => ask('rejected') },
      },
    ];
  }, [on, ask]);
  useCommands(commands);
};

const Sure = ({ decision, onYes, onNo }: { decision: Decision; onYes: () => void; onNo: () => void }) => {
  const t = useTexts();
  const more = useApprovalsTexts();
  useHotkeys([['Escape', onNo]], []);
  return (
    <div className="sure" role="alertdialog" aria-label={decision === 'approved' ? more.sureApprove : more.sureReject}>
      <p>{decision === 'approved' ? more.sureApprove : more.sureReject}</p>
      <Button variant="default" onClick={onNo}>
        {more.wait}
      </Button>
      <Button autoFocus onClick={onYes}>
        {decision === 'approved' ? t.approvals.approve : t.approvals.reject}
      </Button>
    </div>
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
