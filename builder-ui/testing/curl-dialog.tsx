import { Modal, Stack, Text } from '@mantine/core';
import type { Json } from '#flow/json.ts';
import { useEditor } from '../editor/editor-store.ts';
import { CopyIcon } from '../shell/copy-text.tsx';
import { eventNow } from './test-event.ts';
import { useTesting } from './testing-store.ts';
import { useTestingTexts } from './testing-texts.ts';
import type { TestingHere } from './use-testing-here.ts';

/** Single quotes of a shell: a quote inside is closed, escaped and opened again. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** The call of the API that tests the draft; a trigger of production never hears of it. */
const curlOf = (flowId: string, data: Json): string =>
  [
    `curl ${quoted(`${globalThis.location.origin}/v1/flows/${flowId}/runs`)}`,
    `-H ${quoted('Authorization: Bearer <API_KEY>')}`,
    `-H ${quoted('Content-Type: application/json')}`,
    `-d ${quoted(JSON.stringify({ data, version: 'draft', test: true }))}`,
  ].join(' \\\n  ');

export const CurlDialog = ({ here, onClose }: { here: TestingHere; onClose: () => void }) => {
  const { store, testing, flowId } = here;
  const t = useTestingTexts();
  const document = useEditor(store, (state) => state.document);
  const samples = useEditor(store, (state) => state.board.samples);
  const chosen = useTesting(testing, (state) => state.sample);
  const own = useTesting(testing, (state) => state.own);
  const text = curlOf(flowId, eventNow({ document, board: { samples } }, { sample: chosen, own }));
  return (
    <Modal opened onClose={onClose} title={t.curlTitle} size="lg">
      <Stack gap="sm">
        <Text size="sm">{t.curlText}</Text>
        <div className="test-curl">
          <pre className="mono">{text}</pre>
          <CopyIcon text={text} size="sm" />
        </div>
      </Stack>
    </Modal>
  );
};
