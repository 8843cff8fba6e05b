import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Approval } from '../api-types.ts';
import { Icon } from '../icons/icon.tsx';
import { Link } from '../shell/link.tsx';
import { useMay } from '../shell/session.ts';
import { ago, dateTime } from '../shell/times.ts';
import { useLocale, useTexts } from '../texts/texts.ts';
import { useApprovalsTexts } from './approvals-texts.ts';

const NEAR_MS = 2 * 3_600_000;

interface ApprovalRowProps {
  approval: Approval;
  chosen: boolean;
  onOpen: () => void;
}

/** What is asked, by which flow, since when, and until when. */
export const ApprovalRow = ({ approval, chosen, onOpen }: ApprovalRowProps) => {
  const t = useTexts();
  const locale = useLocale();
  const { status, by, createdAt } = approval;
  const mayDecide = useMay('approvals:write') && status === 'open';
  return (
    <li className="row" data-chosen={chosen || undefined}>
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
          {status === 'open' ? <Deadline approval={approval} /> : <span>{t.approvals.states[status]}</span>}
          {by && <small>{by}</small>}
        </span>
      </span>
      <Button size="xs" variant={mayDecide ? 'filled' : 'default'} onClick={onOpen}>
        {mayDecide ? t.approvals.decide : t.common.open}
      </Button>
    </li>
  );
};

const Deadline = ({ approval: { createdAt, expiresAt } }: { approval: Approval }) => {
  const t = useTexts();
  const more = useApprovalsTexts();
  const locale = useLocale();
  const [now] = useState(() => Date.now());
  if (!expiresAt) return null;
  const left = new Date(expiresAt).getTime() - now;
  // Of a short wait two hours are no warning.
  const near = left < Math.min(NEAR_MS, (new Date(expiresAt).getTime() - new Date(createdAt).getTime()) / 4);
  return (
    <span className={near ? 'inbox-late' : undefined} title={near ? more.late : undefined}>
      {near ? ago(expiresAt, locale) : t.approvals.until(dateTime(expiresAt, locale))}
    </span>
  );
};

/** Who is asked, since when and until when, in a line. */
export const ApprovalFacts = ({ approval }: { approval: Approval }) => {
  const t = useApprovalsTexts();
  const texts = useTexts();
  const locale = useLocale();
  const { assignees, createdAt, expiresAt, flowName, runId } = approval;
  const who = assignees.map((one) => (one in t.roles ? t.roles[one as keyof typeof t.roles] : one));
  return (
    <p className="inbox-facts">
      {flowName} · {who.length > 0 ? t.for(who.join(', ')) : t.anyone} · {t.asked(ago(createdAt, locale))} ·{' '}
      {expiresAt ? t.deadline(dateTime(expiresAt, locale)) : t.noDeadline} ·{' '}
      <Link href={`/runs/${runId}`}>{texts.approvals.seeRun}</Link>
    </p>
  );
};
