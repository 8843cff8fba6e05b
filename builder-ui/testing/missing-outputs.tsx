import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { FlowNode } from '#flow/document.ts';
import type { Json } from '#flow/json.ts';
import type { Catalogue } from '#flow/node-type.ts';
import { findNode } from '../document/connect.ts';
import { nodeLabel } from '../document/node-label.ts';
import { useEditor } from '../editor/editor-store.ts';
import { Form } from '../form/form.tsx';
import { PLAIN_FORM } from '../form/form-context.ts';
import { JsonInput } from '../form/json-input.tsx';
import { useLocale } from '../texts/texts.ts';
import { exampleOutput } from './example-output.ts';
import { useTestingTexts } from './testing-texts.ts';
import type { TestingHere } from './use-testing-here.ts';

interface MissingOutputsProps {
  here: TestingHere;
  catalogue: Catalogue;
  asking: { node: string; missing: FlowNode[] };
}

/** One step alone needs what the steps before it give: asks for it, with examples to begin with. */
export const MissingOutputs = ({ here: { store, testing, actions }, catalogue, asking }: MissingOutputsProps) => {
  const t = useTestingTexts();
  const locale = useLocale();
  const target = useEditor(store, (state) => findNode(state.document, asking.node));
  const [given, setGiven] = useState<Record<string, Json>>(() =>
    Object.fromEntries(asking.missing.map((node) => [node.id, exampleOutput(node, catalogue.get(node.type))])),
  );
  const close = () => testing.set({ asking: null });
  if (!target) return null;
  const run = () => {
    close();
    actions.only(asking.node, Object.fromEntries(Object.entries(given).map(([id, output]) => [id, { output }])));
  };
  return (
    <Modal opened onClose={close} title={t.missingTitle} size="lg">
      <Form world={PLAIN_FORM}>
        <Stack gap="md">
          <Text size="sm">{t.missingText(nodeLabel(target, catalogue, locale))}</Text>
          {asking.missing.map((node) => (
            <JsonInput
              key={node.id}
              id={`missing-${node.id}`}
              label={nodeLabel(node, catalogue, locale)}
              value={given[node.id]}
              onChange={(next) => setGiven((now) => ({ ...now, [node.id]: next ?? null }))}
              minRows={2}
              maxRows={8}
            />
          ))}
          <Group justify="flex-end" gap="xs">
            <Button
              variant="default"
              onClick={() => {
                close();
                actions.until(asking.node);
              }}
            >
              {t.runThem}
            </Button>
            <Button onClick={run}>{t.runOnly}</Button>
          </Group>
        </Stack>
      </Form>
    </Modal>
  );
};
