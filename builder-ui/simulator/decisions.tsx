import { Button, Group } from '@mantine/core';
import type { Plan } from '#flow/plan/plan.ts';
import { Icon } from '../icons/icon.tsx';
import { StepError } from '../testing/step-error.tsx';
import { useLocale } from '../texts/texts.ts';
import { CallDecision } from './call-decision.tsx';
import { EventDecision } from './event-decision.tsx';
import { useSimulatorTexts } from './simulator-texts.ts';
import { clockWords } from './time-words.ts';
import type { Walk } from './use-simulation.ts';

interface DecisionsProps {
  walk: Walk;
  plan: Plan;
  label: (id: string) => string;
  /** Time zone of the flow. */
  zone: string;
}

/** What stands open at this instant, and the ways in which it can go. */
export const Decisions = ({ walk, plan, label, zone }: DecisionsProps) => {
  const t = useSimulatorTexts();
  const { moment, answer, send } = walk;
  const { end } = moment.state;
  if (end)
    return (
      <section className="sim-card" data-end={end.status} aria-label={t.now}>
        <strong>{t.ended[end.status]}</strong>
        {end.error && <StepError error={end.error} />}
      </section>
    );
  const calls = moment.asked.filter((one) => one.kind !== 'openApproval');
  return (
    <>
      {moment.waitingFor.map((wait) => {
        const approval = moment.asked.find((one) => one.kind === 'openApproval' && one.node === wait.node);
        return (
          <section
            className="sim-card"
            key={`${wait.node}/${JSON.stringify(wait.path ?? [])}`}
            aria-label={label(wait.node)}
          >
            <WaitWords {...{ wait, label, zone }} />
            {approval && <Approval call={approval.call} {...{ answer, moment: walk.moment }} />}
            {wait.kind === 'event' && <EventDecision {...{ moment, plan, send }} node={wait.node} />}
            {wait.kind === 'flow' && calls.some(({ node }) => node === wait.node) && (
              <CallDecision {...{ walk }} call={calls.find(({ node }) => node === wait.node)?.call ?? -1} />
            )}
            {wait.until !== undefined && (
              <Button
                size="compact-sm"
                variant="subtle"
                leftSection={<Icon name="clock" size={14} />}
                onClick={walk.forward}
              >
                {t.skip}
              </Button>
            )}
          </section>
        );
      })}
      {calls
        .filter(({ node }) => !moment.waitingFor.some((wait) => wait.node === node))
        .map(({ call, node }) => (
          <section className="sim-card" key={call} aria-label={label(node)}>
            <strong>{t.calls(label(node))}</strong>
            <CallDecision walk={walk} call={call} />
          </section>
        ))}
      {walk.isStuck && <p className="test-hint">{t.nothingNext}</p>}
    </>
  );
};

const WaitWords = ({
  wait,
  label,
  zone,
}: Pick<DecisionsProps, 'label' | 'zone'> & { wait: Walk['moment']['waitingFor'][number] }) => {
  const t = useSimulatorTexts();
  const locale = useLocale();
  const name = label(wait.node);
  const until = wait.until === undefined ? undefined : clockWords(Date.parse(wait.until), locale, zone);
  return (
    <>
      <strong>
        {wait.kind === 'approval' ? t.decides(name) : until ? t.waitsUntil(name, until) : t.waitsFor(name)}
      </strong>
      <small>{wait.reason}</small>
    </>
  );
};

const Approval = ({ call, answer, moment }: Pick<Walk, 'answer' | 'moment'> & { call: number }) => {
  const t = useSimulatorTexts();
  const decide = (decision: 'approved' | 'rejected') => () =>
    answer(call, {
      kind: 'ok',
      port: decision,
      attempts: 1,
      output: { decision, by: null, at: new Date(moment.now).toISOString(), comment: null, fields: {} },
    });
  return (
    <Group gap="xs">
      <Button size="compact-sm" leftSection={<Icon name="check" size={14} />} onClick={decide('approved')}>
        {t.approve}
      </Button>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<Icon name="x" size={14} />}
        onClick={decide('rejected')}
      >
        {t.reject}
      </Button>
    </Group>
  );
};
