import { Alert, Button } from '@mantine/core';
import { useState } from 'react';
import type { FlowDocument } from '#flow/document.ts';
import type { Catalogue } from '#flow/node-type.ts';
import { Icon } from '../icons/icon.tsx';
import './help.css';
import { AskingFoot } from './asking-foot.tsx';
import { type FailedStep, helpApi } from './help-api.ts';
import { useHelpTexts } from './help-texts.ts';
import { type Proposal, ProposalDialog } from './proposal.tsx';
import { readProposal } from './read-proposal.ts';
import { useAsking } from './use-asking.ts';

export interface MendWithAiProps {
  flowId: string;
  /** The draft: what is accepted goes there, whichever version the run was of. */
  document: FlowDocument;
  failed: FailedStep;
  catalogue: Catalogue;
  onAccept: (document: FlowDocument) => void;
}

/** A button that asks for a change against an error, and shows it as a difference to accept. */
export const MendWithAi = ({ flowId, document, failed, catalogue, onAccept }: MendWithAiProps) => {
  const t = useHelpTexts();
  const asking = useAsking();
  const { busy, ask } = asking;
  const [proposal, setProposal] = useState<Proposal | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  const mend = () =>
    ask(async (signal) => {
      setSaid(null);
      const { document: written, why, ...told } = await helpApi.mend({ flow: flowId, document, failed }, signal);
      const after = await readProposal(written, catalogue);
      const isChange = after !== null && JSON.stringify(after) !== JSON.stringify(document);
      if (isChange) setProposal({ before: document, after, why, ...told });
      else setSaid(after === null ? t.unreadable : `${why} ${t.nothingChanges}`);
    });
  return (
    <>
      <AskingFoot asking={asking}>
        <Button
          variant="light"
          leftSection={<Icon name="sparkles" size={15} />}
          loading={busy}
          onClick={() => void mend()}
        >
          {t.mendIt}
        </Button>
      </AskingFoot>
      {said && <Alert>{said}</Alert>}
      {proposal && (
        <ProposalDialog
          {...{ proposal, catalogue }}
          onClose={() => setProposal(null)}
          onAccept={(after) => {
            setProposal(null);
            onAccept(after);
          }}
        />
      )}
    </>
  );
};
