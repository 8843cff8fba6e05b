import { Button, Modal, Select } from '@mantine/core';
import { useState } from 'react';
import type { FlowNode } from '#flow/document.ts';
import type { Json } from '#flow/json.ts';
import { api } from '../api-client.ts';
import type { Approval } from '../api-types.ts';
import { Decide } from '../approvals/decide.tsx';
import { Form } from '../form/form.tsx';
import { PLAIN_FORM } from '../form/form-context.ts';
import { JsonInput } from '../form/json-input.tsx';
import { Icon } from '../icons/icon.tsx';
import { toastDone, toastError } from '../shell/toasts.tsx';
import { sendToRun } from './testing-api.ts';
import { useTestingTexts } from './testing-texts.ts';

interface WaitingHelpProps {
  runId: string;
  node: FlowNode;
}

/** While a test waits at a step: what one can do so that it goes on. */
export const WaitingHelp = ({ runId, node }: WaitingHelpProps) => {
  if (node.type === 'approval') return <DecideHere runId={runId} node={node} />;
  const names = eventNames(node);
  return names.length > 0 ? <SendHere runId={runId} names={names} /> : null;
};

/** Of events that the step waits for, those whose names are written out. */
const eventNames = ({ type, config }: FlowNode): string[] => {
  if (type !== 'waitForEvent' || !Array.isArray(config.events)) return [];
  const names = config.events.map((event) =>
    typeof event === 'object' && event !== null && !Array.isArray(event) ? event.name : null,
  );
  return [...new Set(names.filter((name): name is string => typeof name === 'string' && !name.includes('{{')))];
};

const DecideHere = ({ runId, node }: WaitingHelpProps) => {
  const t = useTestingTexts();
  const [approval, setApproval] = useState<Approval | null>(null);
  const open = async () => {
    try {
      const { data } = await api.approvals('open');
      const found = data.find((one) => one.runId === runId && one.node === node.id);
      if (found) setApproval(found);
    } catch (error) {
      toastError(error);
    }
  };
  return (
    <p className="test-waiting">
      <Icon name="user-check" size={15} />
      <span>{t.waitsForYou}</span>
      <Button size="compact-sm" onClick={() => void open()}>
        {t.decide}
      </Button>
      <Modal opened={approval !== null} onClose={() => setApproval(null)} title={approval?.title}>
        {approval && <Decide approval={approval} onDone={() => setApproval(null)} />}
      </Modal>
    </p>
  );
};

const SendHere = ({ runId, names }: { runId: string; names: string[] }) => {
  const t = useTestingTexts();
  const [opened, setOpened] = useState(false);
  const [name, setName] = useState(names[0] ?? '');
  const [data, setData] = useState<Json>({});
  const [busy, setBusy] = useState(false);
  const send = async () => {
    setBusy(true);
    try {
      await sendToRun(runId, { name, data });
      toastDone(t.eventSent(name));
      setOpened(false);
    } catch (error) {
      toastError(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <p className="test-waiting">
      <Icon name="bolt" size={15} />
      <span>{t.waitsForEvent(names.join(', '))}</span>
      <Button size="compact-sm" onClick={() => setOpened(true)}>
        {t.sendEvent}
      </Button>
      <Modal opened={opened} onClose={() => setOpened(false)} title={t.sendEvent}>
        <Form world={PLAIN_FORM}>
          <Select
            label={t.event}
            allowDeselect={false}
            value={name}
            onChange={(value) => setName(value ?? name)}
            data={names}
            mb="sm"
          />
          <JsonInput
            id="test-event-data"
            label={t.eventContent}
            value={data}
            onChange={(next) => setData(next ?? null)}
            minRows={4}
          />
          <Button mt="md" fullWidth loading={busy} onClick={() => void send()}>
            {t.sendEvent}
          </Button>
        </Form>
      </Modal>
    </p>
  );
};
