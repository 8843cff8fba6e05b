import { Button, Popover, UnstyledButton } from '@mantine/core';
import { type MouseEvent, useState } from 'react';
import type { FlowDocument } from '#flow/document.ts';
import type { WaitingFor } from '#flow/machine/protocol.ts';
import type { Catalogue } from '#flow/node-type.ts';
import type { Run, Step } from '../api-types.ts';
import { findNode } from '../document/connect.ts';
import { nodeLabel } from '../document/node-label.ts';
import { Icon } from '../icons/icon.tsx';
import { Link } from '../shell/link.tsx';
import { useMay } from '../shell/session.ts';
import { clockTime, spanBetween } from '../shell/times.ts';
import { useLocale, useTexts } from '../texts/texts.ts';
import { DecideDialog } from './decide-dialog.tsx';
import { isOver } from './run-status.tsx';
import { useRunsTexts } from './runs-texts.ts';
import { SendEventDialog } from './send-event-dialog.tsx';
import { useNow } from './use-now.ts';

interface WaitingBarProps {
  run: Run;
  steps: readonly Step[];
  document: FlowDocument;
  catalogue: Catalogue;
  onGoTo: (node: string) => void;
  /** Whether what it waits for can be done from here; missing: it can. */
  wakes?: boolean;
}

const LISTED = 20;

/** What a run waits for, since when and until when, what would wake it, and the way to do that. */
export const WaitingBar = ({ run, steps, document, catalogue, onGoTo, wakes = true }: WaitingBarProps) => {
  const r = useRunsTexts();
  const [open, setOpen] = useState(false);
  const [event, setEvent] = useState<string | null>(null);
  const [deciding, setDeciding] = useState(false);
  const waits = isOver(run.status) ? [] : (run.waitingFor ?? []);
  const now = useNow(waits.length > 0);
  const [first, ...others] = waits;
  if (!first && run.status !== 'paused') return null;
  const one = (wait: WaitingFor) => (
    <Wait key={`${wait.node} ${JSON.stringify(wait.path)}`} {...{ wait, document, catalogue, now, onGoTo }} />
  );
  return (
    <div className="run-waiting" role="status">
      <Icon name={first ? 'clock' : 'pause'} size={16} />
      <div className="waits">
        {run.status === 'paused' && <span>{r.waits.paused}</span>}
        {first && one(first)}
      </div>
      {others.length > 0 && (
        <Popover opened={open} onChange={setOpen} position="bottom-end" withinPortal shadow="md">
          <Popover.Target>
            <UnstyledButton className="quiet-button" onClick={() => setOpen(!open)}>
              {r.waits.more(others.length)}
            </UnstyledButton>
          </Popover.Target>
          <Popover.Dropdown className="waits-more">{others.slice(0, LISTED).map(one)}</Popover.Dropdown>
        </Popover>
      )}
      {wakes && <WakeButton waits={waits} onEvent={setEvent} onDecide={() => setDeciding(true)} />}
      {deciding && <DecideDialog run={run} onClose={() => setDeciding(false)} />}
      {event !== null && <SendEventDialog {...{ run, steps, document }} node={event} onClose={() => setEvent(null)} />}
    </div>
  );
};

interface WaitProps extends Pick<WaitingBarProps, 'document' | 'catalogue' | 'onGoTo'> {
  wait: WaitingFor;
  now: number;
}

const Wait = ({ wait, document, catalogue, now, onGoTo }: WaitProps) => {
  const t = useTexts();
  const r = useRunsTexts();
  const locale = useLocale();
  const found = findNode(document, wait.node);
  const index = wait.path?.at(-1)?.index;
  const left = wait.until && spanBetween(new Date(now).toISOString(), wait.until, locale);
  const facts = [
    wait.reason,
    t.runs.since(spanBetween(wait.since, null, locale, now)),
    wait.until && left ? r.waits.until(clockTime(wait.until, locale), left) : r.waits.noLimit,
  ];
  return (
    <span className="wait">
      <button type="button" className="quiet-button" onClick={() => onGoTo(wait.node)}>
        {found ? nodeLabel(found, catalogue, locale) : wait.node}
        {index === undefined ? '' : ` #${index + 1}`}
      </button>{' '}
      · {facts.filter(Boolean).join(' · ')}
      <small>{r.waits.wakes[wait.kind]}</small>
    </span>
  );
};

interface WakeButtonProps {
  waits: WaitingFor[];
  onEvent: (node: string) => void;
  onDecide: () => void;
}

/** What one who may can do, so that the run goes on. */
const WakeButton = ({ waits, onEvent, onDecide }: WakeButtonProps) => {
  const t = useTexts();
  const r = useRunsTexts();
  const mayDecide = useMay('approvals:write');
  const maySteer = useMay('runs:write');
  const decide = (event: MouseEvent) => {
    event.preventDefault();
    onDecide();
  };
  if (mayDecide && waits.some(({ kind }) => kind === 'approval'))
    return (
      <Button component={Link} href="/approvals" size="compact-sm" onClick={decide}>
        {t.runs.decide}
      </Button>
    );
  // A question that waits for a contact is answered by the contact.
  const wait = waits.find(({ kind }) => kind === 'event');
  if (!wait || !maySteer) return null;
  return (
    <Button size="compact-sm" variant="default" onClick={() => onEvent(wait.node)}>
      {r.waits.sendEvent}
    </Button>
  );
};
