import { Alert, Button, Group, Modal, SegmentedControl, Select, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { BoardPin } from '#flow/board.ts';
import type { FlowNode } from '#flow/document.ts';
import type { Json } from '#flow/json.ts';
import type { Catalogue, NodeType } from '#flow/node-type.ts';
import { portLabel } from '../canvas/port-handles.tsx';
import { findNode } from '../document/connect.ts';
import { nodeLabel } from '../document/node-label.ts';
import { portsOf } from '../document/ports.ts';
import { useEditor } from '../editor/editor-store.ts';
import { Form } from '../form/form.tsx';
import { PLAIN_FORM } from '../form/form-context.ts';
import { JsonInput } from '../form/json-input.tsx';
import { useLocale, useTexts } from '../texts/texts.ts';
import { exampleOutput } from './example-output.ts';
import { pinOfStep, withoutPin, withPin } from './pins.ts';
import { useTestingTexts } from './testing-texts.ts';
import { usePinFaults } from './use-pin-faults.ts';
import type { TestingHere } from './use-testing-here.ts';

interface PinDialogProps {
  here: TestingHere;
  catalogue: Catalogue;
  /** Its id. */
  node: string;
}

/** Writes what a step gives in tests: data by a port, or an error. */
export const PinDialog = ({ here, catalogue, node: id }: PinDialogProps) => {
  const { store, testing } = here;
  const found = useEditor(store, (state) => findNode(state.document, id));
  const close = () => testing.set({ pinning: null });
  if (!found) return null;
  const type = catalogue.get(found.type);
  const known = store.get().board.pins?.[id];
  const last = testing.get().results?.steps.findLast((step) => step.node === id && step.port !== null);
  const first = known ?? (last ? pinOfStep(last) : { output: exampleOutput(found, type) });
  return <PinForm {...{ here, catalogue, node: found, type, first, close }} isPinned={known !== undefined} />;
};

interface PinFormProps {
  here: TestingHere;
  catalogue: Catalogue;
  node: FlowNode;
  type: NodeType | undefined;
  first: BoardPin;
  isPinned: boolean;
  close: () => void;
}

const PinForm = ({ here: { store }, catalogue, node, type, first, isPinned, close }: PinFormProps) => {
  const t = useTestingTexts();
  const texts = useTexts();
  const locale = useLocale();
  const ports = portsOf(node, type).filter((port) => port !== 'error');
  const [gives, setGives] = useState<'output' | 'error'>(first.error ? 'error' : 'output');
  const [port, setPort] = useState(first.port ?? ports[0] ?? 'out');
  const [output, setOutput] = useState<Json | undefined>(first.output ?? exampleOutput(node, type));
  const [code, setCode] = useState(String(first.error?.code ?? 'http_500'));
  const [message, setMessage] = useState(String(first.error?.message ?? ''));
  const faults = usePinFaults(output, node.outputSchema ?? type?.output);
  const save = () => {
    const pin: BoardPin =
      gives === 'error'
        ? { error: { code: code.trim() || 'pinned', message } }
        : { ...(port === 'out' ? {} : { port }), output: output ?? null };
    store.editBoard((board) => withPin(board, node.id, pin));
    close();
  };
  return (
    <Modal opened onClose={close} title={t.pinTitle(nodeLabel(node, catalogue, locale))} size="lg">
      <Form world={PLAIN_FORM}>
        <Stack gap="md">
          <Text size="sm" c="dimmed">
            {t.pinText}
          </Text>
          <Group gap="sm">
            <SegmentedControl
              aria-label={t.gives}
              value={gives}
              onChange={(value) => setGives(value as typeof gives)}
              data={[
                { value: 'output', label: t.givesOutput },
                { value: 'error', label: t.givesError },
              ]}
            />
            {gives === 'output' && ports.length > 1 && (
              <Select
                aria-label={t.port}
                allowDeselect={false}
                value={port}
                onChange={(value) => setPort(value ?? port)}
                data={ports.map((one) => ({ value: one, label: portLabel(one, texts) }))}
              />
            )}
          </Group>
          {gives === 'output' ? (
            <JsonInput id="pin-output" label={t.output} value={output} onChange={setOutput} minRows={6} maxRows={16} />
          ) : (
            <>
              <TextInput
                label={t.errorCode}
                classNames={{ input: 'mono' }}
                value={code}
                onChange={(event) => setCode(event.currentTarget.value)}
              />
              <TextInput
                label={t.errorMessage}
                value={message}
                onChange={(event) => setMessage(event.currentTarget.value)}
              />
            </>
          )}
          {gives === 'output' && faults.length > 0 && (
            <Alert color="yellow" variant="light">
              {t.fits} {faults.slice(0, 3).join(' · ')}
            </Alert>
          )}
          <Group justify="flex-end" gap="xs">
            {isPinned && (
              <Button
                variant="subtle"
                color="red"
                mr="auto"
                onClick={() => {
                  store.editBoard((board) => withoutPin(board, node.id));
                  close();
                }}
              >
                {t.unpin}
              </Button>
            )}
            <Button variant="default" onClick={close}>
              {texts.common.cancel}
            </Button>
            <Button onClick={save}>{t.pinDone}</Button>
          </Group>
        </Stack>
      </Form>
    </Modal>
  );
};
