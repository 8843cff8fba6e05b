import { Button, Loader, Menu } from '@mantine/core';
import { useState } from 'react';
import type { BoardSample } from '#flow/board.ts';
import { api } from '../api-client.ts';
import type { Run } from '../api-types.ts';
import { useEditor } from '../editor/editor-store.ts';
import { Icon } from '../icons/icon.tsx';
import { RunStatusMark } from '../runs/run-status.tsx';
import { errorWords } from '../shell/error-words.ts';
import { dateTime } from '../shell/times.ts';
import { toastError } from '../shell/toasts.tsx';
import { useLocale, useTexts } from '../texts/texts.ts';
import { useQuery } from '../use-query.ts';
import { latestRuns } from './testing-api.ts';
import { useTestingTexts } from './testing-texts.ts';
import { asObject } from './use-past-run.ts';
import type { TestingHere } from './use-testing-here.ts';

/** Chooses the event: samples of the flow, those of past runs by their time, or none. */
export const EventPicker = ({ here, sample }: { here: TestingHere; sample: BoardSample | undefined }) => {
  const { store, testing, flowId } = here;
  const t = useTestingTexts();
  const samples = useEditor(store, (state) => state.board.samples) ?? [];
  const [opened, setOpened] = useState(false);
  const choosePast = async ({ id }: Run) => {
    try {
      const { trigger } = await api.run(id);
      testing.set({
        own: trigger.data ?? null,
        sample: null,
        headers: asObject(trigger.headers),
        query: asObject(trigger.query),
      });
    } catch (error) {
      toastError(error);
    }
  };
  return (
    <Menu opened={opened} onChange={setOpened} position="bottom-start" width={280} withinPortal>
      <Menu.Target>
        <Button
          variant="default"
          className="test-event-picker"
          justify="space-between"
          rightSection={<Icon name="chevron-down" size={14} />}
          aria-label={`${t.event}: ${sample?.name ?? t.own}`}
        >
          <span className="test-event-name">{sample?.name ?? t.own}</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown className="test-event-list">
        <Menu.Item
          leftSection={<Icon name="note" size={15} />}
          onClick={() => testing.set({ sample: null })}
          data-chosen={!sample}
        >
          {t.own}
        </Menu.Item>
        <Menu.Item
          leftSection={<Icon name="x" size={15} />}
          onClick={() => testing.set({ own: {}, sample: null })}
          title={t.emptyHelp}
        >
          {t.empty}
        </Menu.Item>
        {samples.length > 0 && <Menu.Label>{t.samples}</Menu.Label>}
        {samples.map((one) => (
          <Menu.Item
            key={one.id}
            leftSection={<Icon name="bolt" size={15} />}
            data-chosen={one.id === sample?.id}
            onClick={() => testing.set({ sample: one.id })}
          >
            {one.name}
          </Menu.Item>
        ))}
        <Menu.Label>{t.past}</Menu.Label>
        {opened && <PastRuns flowId={flowId} onChoose={(run) => void choosePast(run)} />}
      </Menu.Dropdown>
    </Menu>
  );
};

const PastRuns = ({ flowId, onChoose }: { flowId: string; onChoose: (run: Run) => void }) => {
  const t = useTestingTexts();
  const texts = useTexts();
  const locale = useLocale();
  const runs = useQuery(`testing/past/${flowId}`, () => latestRuns(flowId));
  if (!runs.data)
    return (
      <div className="test-past-none">
        {runs.error === undefined ? <Loader size="xs" type="dots" /> : errorWords(runs.error, texts).title}
      </div>
    );
  if (runs.data.length === 0) return <div className="test-past-none">{t.noPast}</div>;
  return runs.data.map((run) => (
    <Menu.Item
      key={run.id}
      leftSection={<RunStatusMark status={run.status} word={false} />}
      onClick={() => onChoose(run)}
    >
      {run.acceptedAt ? dateTime(run.acceptedAt, locale) : run.id}
    </Menu.Item>
  ));
};
