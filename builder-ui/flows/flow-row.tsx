import { ActionIcon, Badge, Checkbox, Menu, Tooltip } from '@mantine/core';
import { memo } from 'react';
import { Sparkline } from '../charts/sparkline.tsx';
import { triggerType } from '../document/trigger-type.ts';
import { Icon } from '../icons/icon.tsx';
import { navigate } from '../router.ts';
import { RunStatusMark } from '../runs/run-status.tsx';
import { Link } from '../shell/link.tsx';
import { ago, dateTime } from '../shell/times.ts';
import { useLocale, useTexts } from '../texts/texts.ts';
import type { FlowActivity, ListedFlow } from './flows-api.ts';
import { useFlowsTexts } from './flows-texts.ts';

/** What can be done with flows, one or several. */
export interface FlowActions {
  organize: (flows: ListedFlow[]) => void;
  exportAll: (flows: ListedFlow[]) => void;
  archive: (flows: ListedFlow[]) => void;
  duplicate: (flow: ListedFlow) => void;
}

interface FlowRowProps {
  flow: ListedFlow;
  activity: FlowActivity | undefined;
  chosen: boolean;
  onChoose: (id: string, chosen: boolean) => void;
  mayWrite: boolean;
  actions: FlowActions;
}

export const FlowRow = memo(({ flow, activity, chosen, onChoose, mayWrite, actions }: FlowRowProps) => {
  const t = useFlowsTexts();
  const texts = useTexts();
  const locale = useLocale();
  return (
    <li className="row flow-row" data-chosen={chosen || undefined}>
      {mayWrite && (
        <Checkbox
          className="flow-check"
          size="xs"
          aria-label={t.choose(flow.name)}
          checked={chosen}
          onChange={(event) => onChoose(flow.id, event.currentTarget.checked)}
        />
      )}
      <Link href={`/flows/${flow.id}`} className="row-main">
        <span className="row-icon" data-group="trigger">
          <Icon name={triggerType(flow.trigger ?? '')?.icon ?? 'flows'} size={18} />
        </span>
        <span className="row-words">
          <strong>{flow.name}</strong>
          <small>
            {flow.folder && `${flow.folder} · `}
            <time title={dateTime(flow.updatedAt, locale)}>{texts.flows.changed(ago(flow.updatedAt, locale))}</time>
            {flow.tags.map((tag) => (
              <i key={tag} className="flow-row-tag">
                {tag}
              </i>
            ))}
          </small>
        </span>
      </Link>
      <Activity activity={activity} />
      <span className="flow-state">
        <Badge
          variant={flow.publishedVersion === null ? 'default' : 'light'}
          leftSection={flow.publishedVersion === null ? undefined : <Icon name="check" size={11} stroke={3} />}
          tt="none"
          fw={550}
        >
          {flow.publishedVersion === null ? texts.flows.draft : texts.flows.published(flow.publishedVersion)}
        </Badge>
        {flow.frozen && (
          <Tooltip label={t.frozenWhy} multiline w={260}>
            <Badge component={Link} href="/plan" variant="light" color="yellow" tt="none" fw={550}>
              {t.frozen}
            </Badge>
          </Tooltip>
        )}
        {flow.publishedVersion !== null && flow.unpublishedChanges && (
          <Tooltip label={t.changedBadge}>
            <i className="flow-changed" role="img" aria-label={t.changedBadge} />
          </Tooltip>
        )}
      </span>
      <RowMenu flow={flow} mayWrite={mayWrite} actions={actions} />
    </li>
  );
});

const Activity = ({ activity }: { activity: FlowActivity | undefined }) => {
  const t = useFlowsTexts();
  const texts = useTexts();
  const locale = useLocale();
  if (!activity) return <span className="flow-activity flow-never">{t.neverRan}</span>;
  const { lastRun, days, runs } = activity;
  const when = ago(lastRun.at, locale);
  return (
    <span className="flow-activity">
      <Sparkline values={days} label={t.spark(runs)} width={72} />
      <Link
        href={`/runs/${lastRun.id}`}
        className="flow-last"
        aria-label={t.lastRun(texts.runStatus[lastRun.status], when)}
        title={dateTime(lastRun.at, locale)}
      >
        <RunStatusMark status={lastRun.status} word={false} />
        <small>{when}</small>
      </Link>
    </span>
  );
};

const RowMenu = ({ flow, mayWrite, actions }: { flow: ListedFlow; mayWrite: boolean; actions: FlowActions }) => {
  const t = useFlowsTexts();
  const texts = useTexts();
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t.more(flow.name)}>
          <Icon name="dots" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<Icon name="history" size={15} />} onClick={() => navigate(`/runs?flow=${flow.id}`)}>
          {texts.flows.seeRuns}
        </Menu.Item>
        <Menu.Item leftSection={<Icon name="download" size={15} />} onClick={() => actions.exportAll([flow])}>
          {t.export}
        </Menu.Item>
        {mayWrite && (
          <>
            <Menu.Item leftSection={<Icon name="folder" size={15} />} onClick={() => actions.organize([flow])}>
              {t.organize}
            </Menu.Item>
            <Menu.Item leftSection={<Icon name="copy" size={15} />} onClick={() => actions.duplicate(flow)}>
              {t.duplicate}
            </Menu.Item>
            <Menu.Divider />
            <Menu.Item
              color="red"
              leftSection={<Icon name="archive" size={15} />}
              onClick={() => actions.archive([flow])}
            >
              {t.archive}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
};
