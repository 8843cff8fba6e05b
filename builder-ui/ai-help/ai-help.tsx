import { Button } from '@mantine/core';
import { useReactFlow } from '@xyflow/react';
import { Suspense, useMemo, useState } from 'react';
import type { FlowDocument } from '#flow/document.ts';
import type { Catalogue } from '#flow/node-type.ts';
import type { Command } from '../editor/commands/command.ts';
import { useCommands } from '../editor/commands/registry.ts';
import { type EditorStore, useEditor } from '../editor/editor-store.ts';
import { Icon } from '../icons/icon.tsx';
import { useHasFeature } from '../plan/entitled.ts';
import { askForModule } from '../plan/upgrade-prompt.ts';
import { setSearch, usePlace } from '../router.ts';
import { lazyPart } from '../shell/lazy-part.tsx';
import { toastDone } from '../shell/toasts.tsx';
import './help.css';
import { useHelpTexts } from './help-texts.ts';
import type { Proposal } from './proposal.tsx';
import { useHelpState } from './use-ai-help.ts';

const HelpDialog = lazyPart(() => import('./help-dialog.tsx').then((part) => part.HelpDialog));
const SetUpDialog = lazyPart(() => import('./set-up-dialog.tsx').then((part) => part.SetUpDialog));
const ProposalDialog = lazyPart(() => import('./proposal.tsx').then((part) => part.ProposalDialog));

interface AiHelpProps {
  store: EditorStore;
  flowId: string;
  catalogue: Catalogue;
  readOnly: boolean;
}

/** The AI help of an editor: a button and a command. */
export const AiHelp = (props: AiHelpProps) => {
  const has = useHasFeature('ai');
  const state = useHelpState()?.state;
  // What the plan lacks is not hidden: who points at it is told which plan has it.
  if (!has && !props.readOnly) return <OpenButton locked onClick={() => askForModule('ai')} />;
  if (state === 'ready') return <Offered {...props} />;
  return state === 'missing' || state === 'gone' ? <NotYet gone={state === 'gone'} /> : null;
};

/** Without a model the button says what is missing; turned off, or for who may not, there is none. */
const NotYet = ({ gone }: { gone: boolean }) => {
  const [opened, setOpened] = useState(false);
  return (
    <>
      <OpenButton onClick={() => setOpened(true)} />
      <Suspense>{opened && <SetUpDialog gone={gone} onClose={() => setOpened(false)} />}</Suspense>
    </>
  );
};

const OpenButton = ({ onClick, locked = false }: { onClick: () => void; locked?: boolean }) => {
  const t = useHelpTexts();
  return (
    <Button
      className="help-open"
      size="compact-sm"
      variant="default"
      leftSection={<Icon name="sparkles" size={14} />}
      rightSection={locked ? <Icon name="lock" size={12} /> : undefined}
      onClick={onClick}
    >
      {t.title}
    </Button>
  );
};

const Offered = ({ store, flowId, catalogue, readOnly }: AiHelpProps) => {
  const t = useHelpTexts();
  // A failed run leads here by `?mend=<run>`.
  const failed = usePlace().search.get('mend');
  const [opened, setOpened] = useState(failed !== null);
  const [proposal, setProposal] = useState<Proposal | null>(null);
  const view = useReactFlow();
  const document = useEditor(store, (state) => state.document);
  const commands = useMemo<Command[]>(
    () => [
      {
        id: 'flow.aiHelp',
        title: { pt: 'Ajuda da IA', en: 'AI help' },
        words: 'escrever explicar consertar modelo describe write explain mend gpt',
        icon: 'sparkles',
        group: 'flow',
        run: () => setOpened(true),
      },
    ],
    [],
  );
  useCommands(commands);
  const close = () => {
    setOpened(false);
    setSearch({ mend: null });
  };
  const accept = (after: FlowDocument) => {
    store.edit(() => after);
    // What was drawn anew stands where nobody looks yet; cards have to be measured first.
    if (document.nodes.length === 0) setTimeout(() => void view.fitView({ padding: 0.12, maxZoom: 1 }), 120);
    setProposal(null);
    close();
    toastDone(t.accepted);
  };
  return (
    <>
      <OpenButton onClick={() => setOpened(true)} />
      <Suspense>
        {opened && (
          <HelpDialog
            {...{ flowId, document, catalogue }}
            mayEdit={!readOnly}
            onProposal={setProposal}
            onAccept={accept}
            failed={failed}
            onClose={close}
          />
        )}
        {proposal && (
          <ProposalDialog {...{ proposal, catalogue }} onAccept={accept} onClose={() => setProposal(null)} />
        )}
      </Suspense>
    </>
  );
};
