import { ActionIcon, Button, Menu, Tooltip, UnstyledButton } from '@mantine/core';
import { useReactFlow } from '@xyflow/react';
import { useState } from 'react';
import type { Catalogue } from '#flow/node-type.ts';
import type { Flow } from '../api-types.ts';
import { bringToMiddle } from '../canvas/show-node.ts';
import { findNode } from '../document/connect.ts';
import { nodeLabel } from '../document/node-label.ts';
import { useEditor } from '../editor/editor-store.ts';
import { Icon } from '../icons/icon.tsx';
import { navigate } from '../router.ts';
import { isOver, RunStatusMark } from '../runs/run-status.tsx';
import { useNow } from '../runs/use-now.ts';
import { useMay } from '../shell/session.ts';
import { spanBetween } from '../shell/times.ts';
import { useLocale } from '../texts/texts.ts';
import { CurlDialog } from './curl-dialog.tsx';
import { RunPublished } from './run-published.tsx';
import { useTesting } from './testing-store.ts';
import { useTestingTexts } from './testing-texts.ts';
import type { TestingHere } from './use-testing-here.ts';

interface TestHeadProps {
  here: TestingHere;
  flow: Flow;
  catalogue: Catalogue;
}

/** How the test in hand stands, and what begins or ends one. */
export const TestHead = ({ here, flow, catalogue }: TestHeadProps) => {
  const { testing, actions } = here;
  const t = useTestingTexts();
  const starting = useTesting(testing, (state) => state.starting);
  const results = useTesting(testing, (state) => state.results);
  const mayRun = useMay('runs:write');
  const run = results?.run;
  const going = results !== null && !(run && isOver(run.status));
  return (
    <div className="testing-tools">
      {results && <RunFacts here={here} catalogue={catalogue} />}
      {!mayRun ? null : going ? (
        <Button size="compact-sm" variant="default" onClick={actions.cancel}>
          {t.cancel}
        </Button>
      ) : (
        <Tooltip label="Ctrl Enter">
          <Button
            size="compact-sm"
            loading={starting}
            leftSection={<Icon name="play" size={14} />}
            onClick={actions.test}
            autoFocus={!results}
          >
            {results ? t.testAgain : t.test}
          </Button>
        </Tooltip>
      )}
      <MoreMenu here={here} flow={flow} />
    </div>
  );
};

const RunFacts = ({ here: { store, testing }, catalogue }: Omit<TestHeadProps, 'flow'>) => {
  const t = useTestingTexts();
  const locale = useLocale();
  const canvas = useReactFlow();
  const document = useEditor(store, (state) => state.document);
  const results = useTesting(testing, (state) => state.results);
  const run = results?.run;
  const now = useNow(run !== undefined && !isOver(run.status));
  if (!run) return null;
  const failed = run.error?.node;
  const show = (id: string) => {
    store.select([id]);
    bringToMiddle(canvas, document, id);
  };
  const until = results?.until === undefined ? undefined : findNode(document, results.until);
  return (
    <span className="testing-facts" role="status">
      {failed ? (
        <Tooltip label={t.showFailed}>
          <UnstyledButton className="testing-failed" aria-label={t.showFailed} onClick={() => show(failed)}>
            <RunStatusMark status={run.status} />
          </UnstyledButton>
        </Tooltip>
      ) : (
        <RunStatusMark status={run.status} />
      )}
      {until && <span>{t.upTo(nodeLabel(until, catalogue, locale))}</span>}
      <span className="testing-took">{spanBetween(run.startedAt, run.endedAt, locale, now)}</span>
    </span>
  );
};

const MoreMenu = ({ here, flow }: Omit<TestHeadProps, 'catalogue'>) => {
  const { store, testing, actions } = here;
  const t = useTestingTexts();
  const results = useTesting(testing, (state) => state.results);
  const pins = useEditor(store, (state) => state.board.pins);
  const mayRun = useMay('runs:write');
  const [shown, setShown] = useState<'published' | 'curl' | null>(null);
  const hasPins = Object.keys(pins ?? {}).length > 0;
  return (
    <>
      <Menu position="top-end" withinPortal>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={t.more}>
            <Icon name="dots" size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {results && (
            <>
              <Menu.Item
                leftSection={<Icon name="external" size={15} />}
                onClick={() => navigate(`/runs/${results.runId}`)}
              >
                {t.openRun}
              </Menu.Item>
              <Menu.Item leftSection={<Icon name="x" size={15} />} onClick={actions.clear}>
                {t.clear}
              </Menu.Item>
            </>
          )}
          <Menu.Item leftSection={<Icon name="pin" size={15} />} disabled={!hasPins} onClick={actions.unpinAll}>
            {t.unpinAll}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item leftSection={<Icon name="code" size={15} />} onClick={() => setShown('curl')}>
            {t.curl}
          </Menu.Item>
          {mayRun && flow.publishedVersion !== null && (
            <Menu.Item leftSection={<Icon name="rocket" size={15} />} onClick={() => setShown('published')}>
              {t.runPublished}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {shown === 'curl' && <CurlDialog here={here} onClose={() => setShown(null)} />}
      {shown === 'published' && flow.publishedVersion !== null && (
        <RunPublished
          flowId={flow.id}
          version={flow.publishedVersion}
          data={testing.get().own ?? {}}
          onClose={() => setShown(null)}
        />
      )}
    </>
  );
};
