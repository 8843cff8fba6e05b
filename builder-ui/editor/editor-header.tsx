import { ActionIcon, Badge, Button, Group, Menu, Tooltip } from '@mantine/core';
import type { Catalogue } from '#flow/node-type.ts';
import type { Problem } from '#flow/problem.ts';
import type { Flow } from '../api-types.ts';
import { Icon } from '../icons/icon.tsx';
import { PresenceFaces } from '../presence/presence-faces.tsx';
import { SchemeButton } from '../shell/frame.tsx';
import { Link } from '../shell/link.tsx';
import { useMay } from '../shell/session.ts';
import { useTexts } from '../texts/texts.ts';
import { CommandItems } from './commands/command-items.tsx';
import type { Dialog } from './dialog.ts';
import { type EditorStore, useEditor } from './editor-store.ts';
import { PublishState } from './publish-state.tsx';
import { SaveMark } from './save-mark.tsx';
import type { DraftSaving } from './use-draft-saving.ts';

interface EditorHeaderProps {
  store: EditorStore;
  flow: Flow;
  problems: Problem[];
  narrow: boolean;
  isReadOnly: boolean;
  onDialog: (dialog: Dialog) => void;
  onTest: () => void;
  onProblems: () => void;
  onSave: () => void;
  session: DraftSaving;
  catalogue: Catalogue;
  /** To where somebody else is. */
  onGo: (node: string) => void;
}

/** What is done with the flow, and with the editor, now and then. */
const MENU = [
  ['flow.json', 'flow.code', 'flow.versions', 'flow.runs'],
  ['view.bar', 'view.find', 'view.shortcuts', 'view.lock'],
];

export const EditorHeader = (props: EditorHeaderProps) => {
  const { store, flow, problems, narrow, onDialog, onTest, onProblems, onSave, session, catalogue, onGo } = props;
  const t = useTexts();
  const mayTest = useMay('runs:write');
  const mayPublish = useMay('flows:write');
  const name = useEditor(store, (state) => state.document.name);
  return (
    <header className="editor-head">
      <Link href="/flows" className="head-back" aria-label={t.editor.back}>
        <Icon name="chevron-left" />
      </Link>
      <div className="head-title">
        <strong role="heading" aria-level={1} title={name}>
          {name}
        </strong>
        <span>
          <PublishState version={flow.publishedVersion} changed={session.unpublished} />
          <SaveMark {...{ store, onSave }} kept={session.kept} />
        </span>
      </div>
      <Group gap={4} className="head-tools" wrap="nowrap">
        <PresenceFaces {...{ editors: session.editors, store, catalogue, onGo }} />
        {!narrow && !props.isReadOnly && <HistoryButtons store={store} />}
        <ProblemsButton problems={problems} onClick={onProblems} />
        {!narrow && <SchemeButton />}
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t.common.more}>
              <Icon name="dots" />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <CommandItems chapters={MENU} />
          </Menu.Dropdown>
        </Menu>
        {mayTest && (
          <Tooltip label="Ctrl Enter">
            <Button
              variant="default"
              px={narrow ? 10 : undefined}
              aria-label={t.editor.test}
              leftSection={narrow ? undefined : <Icon name="play" size={15} />}
              onClick={onTest}
            >
              {narrow ? <Icon name="play" size={16} /> : t.editor.test}
            </Button>
          </Tooltip>
        )}
        {mayPublish && (
          <Tooltip label="Shift P">
            <Button px={narrow ? 12 : undefined} disabled={props.isReadOnly} onClick={() => onDialog('publish')}>
              {t.editor.publish}
            </Button>
          </Tooltip>
        )}
      </Group>
    </header>
  );
};

export const HistoryButtons = ({ store }: { store: EditorStore }) => {
  const t = useTexts();
  const canUndo = useEditor(store, (state) => state.past.length > 0);
  const canRedo = useEditor(store, (state) => state.future.length > 0);
  return (
    <>
      <Tooltip label={`${t.common.undo} (Ctrl Z)`}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={t.common.undo}
          disabled={!canUndo}
          onClick={store.undo}
        >
          <Icon name="undo" />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={`${t.common.redo} (Ctrl Shift Z)`}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={t.common.redo}
          disabled={!canRedo}
          onClick={store.redo}
        >
          <Icon name="redo" />
        </ActionIcon>
      </Tooltip>
    </>
  );
};

const ProblemsButton = ({ problems, onClick }: { problems: Problem[]; onClick: () => void }) => {
  const t = useTexts();
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const label = t.problems.count(errors, problems.length - errors);
  return (
    <Tooltip label={`${label} (E)`}>
      <Button
        variant="subtle"
        color={errors > 0 ? 'red' : 'gray'}
        style={problems.length > 0 ? { color: errors > 0 ? 'var(--bad)' : 'var(--wait)' } : {}}
        px={8}
        aria-label={label}
        onClick={onClick}
        leftSection={<Icon name={problems.length > 0 ? 'alert-triangle' : 'check'} size={17} />}
      >
        {problems.length > 0 ? (
          <Badge variant="transparent" p={0} c="inherit">
            {problems.length}
          </Badge>
        ) : null}
      </Button>
    </Tooltip>
  );
};
