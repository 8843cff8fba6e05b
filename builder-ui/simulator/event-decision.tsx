import { Button, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Json } from '#flow/json.ts';
import type { FlowEvent, MachineEvent } from '#flow/machine/protocol.ts';
import type { Plan } from '#flow/plan/plan.ts';
import type { Moment } from '#flow/simulator/stepper.ts';
import { Form } from '../form/form.tsx';
import { PLAIN_FORM } from '../form/form-context.ts';
import { JsonInput } from '../form/json-input.tsx';
import { useSimulatorTexts } from './simulator-texts.ts';

interface EventDecisionProps {
  moment: Moment;
  plan: Plan;
  node: string;
  send: (event: MachineEvent) => void;
}

/** Sends one of the events that a step waits for; of a question, what the contact answers. */
export const EventDecision = ({ moment, plan, node, send }: EventDecisionProps) => {
  const t = useSimulatorTexts();
  const waits = Object.values(moment.state.waits).filter((wait) => plan.nodes[wait.node]?.id === node);
  const entries = waits.flatMap((wait) => wait.entries);
  const asks = plan.nodes.find(({ id }) => id === node)?.type === 'ask';
  const [chosen, setChosen] = useState(0);
  const [data, setData] = useState<Json>({});
  const [reply, setReply] = useState('');
  const entry = entries[chosen] ?? entries[0];
  if (!entry) return null;
  const event = (about: Json): FlowEvent => ({
    id: `evt_${moment.seq}`,
    name: entry.name,
    key: entry.key,
    data: about,
    source: 'run',
    receivedAt: new Date(moment.now).toISOString(),
  });
  if (asks)
    return (
      <form
        className="sim-reply"
        onSubmit={(submit) => {
          submit.preventDefault();
          send({ kind: 'event', event: event({ text: reply, kind: 'text' }) });
        }}
      >
        <TextInput
          size="xs"
          label={t.reply}
          value={reply}
          onChange={(change) => setReply(change.currentTarget.value)}
        />
        <Button size="compact-sm" type="submit">
          {t.sendReply}
        </Button>
      </form>
    );
  return (
    <Form world={PLAIN_FORM}>
      {entries.length > 1 && (
        <Select
          size="xs"
          label={t.eventName}
          allowDeselect={false}
          value={String(chosen)}
          onChange={(value) => setChosen(Number(value ?? 0))}
          data={entries.map(({ name, key }, n) => ({
            value: String(n),
            label: key === null ? name : `${name} · ${key}`,
          }))}
        />
      )}
      <JsonInput
        label={`${t.eventData}: ${entry.name}`}
        value={data}
        onChange={(next) => setData(next ?? null)}
        minRows={2}
        maxRows={8}
      />
      <Button size="compact-sm" onClick={() => send({ kind: 'event', event: event(data) })}>
        {t.sendEvent}
      </Button>
    </Form>
  );
};
