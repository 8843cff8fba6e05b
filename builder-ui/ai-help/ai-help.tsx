import { Button } from '@mantine/core';
import { lazy, Suspense, useMemo, useState } from 'react';
import type { FlowDocument } from '#flow/document.ts';
import type { Catalogue } from '#flow/node-type.ts';
import type { Command } from '../editor/commands/command.ts';
import { useCommands } from '../editor/commands/registry.ts';
import { type EditorStore, useEditor } from '../editor/editor-store.ts';
import { Icon } from '../icons/icon.tsx';
import { useMay } from '../shell/session.ts';
import { toastDone } from '../shell/toasts.tsx';
import { useQuery } from '../use-query.ts';
import './help.css';
import { helpApi } from './help-api.ts';
import { useHelpTexts } from './help-texts.ts';
import type { Proposal } from './proposal.tsx';

const HelpDialog = lazy(async () => ({ default: (await import('./help-dialog.tsx')).HelpDialog }));
const ProposalDialog = lazy(async () => ({ default: (await import('./proposal.tsx')).ProposalDialog }));

/** Whether there is a model to ask. */
export const useAiHelp = (): boolean => useQuery('ai-help', helpApi.available).data ?? false;

interface AiHelpProps {
  store: EditorStore;
  flowId: string;
  catalogue: Catalogue;
  readOnly: boolean;
}

/** The AI help of an editor: a button and a command, where there is a model to ask. */
export const AiHelp = (props: AiHelpProps) => {
  const available = useAiHelp();
  const mayAsk = useMay('flows:write');
  return available && mayAsk ? <Offered {...props} /> : null;
};

const Offered = ({ store, flowId, catalogue, readOnly }: AiHelpProps) => {
  const t = useHelpTexts();
  const [opened, setOpened] = useState(false);
  const [proposal, setProposal] = useState<Proposal | null>(null);
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
  const accept = (after: FlowDocument) => {
    store.edit(() => after);
    setProposal(null);
    setOpened(false);
    toastDone(t.accepted);
  };
  return (
    <>
      <Button
        className="help-open"
        size="compact-sm"
        variant="default"
        leftSection={<Icon name="sparkles" size={14} />}
        onClick={() => setOpened(true)}
      >
        {t.title}
      </Button>
      <Suspense>
        {opened && (
          <HelpDialog
            {...{ flowId, document, catalogue }}
            mayEdit={!readOnly}
            onProposal={setProposal}
            onAccept={accept}
            onClose={() => setOpened(false)}
          />
        )}
        {proposal && (
          <ProposalDialog {...{ proposal, catalogue }} onAccept={accept} onClose={() => setProposal(null)} />
        )}
      </Suspense>
    </>
  );
};
