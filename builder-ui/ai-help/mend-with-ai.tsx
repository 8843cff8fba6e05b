import { Alert, Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import type { FlowDocument } from '#flow/document.ts';
import type { Catalogue } from '#flow/node-type.ts';
import { Icon } from '../icons/icon.tsx';
import './help.css';
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
  const { busy, ask, stop } = useAsking();
  const [proposal, setProposal] = useState<Proposal | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  const mend = () =>
    ask(async (signal) => {
      setSaid(null);
      const { document: written, why, problems } = await helpApi.mend({ flow: flowId, document, failed }, signal);
      const after = await readProposal(written, catalogue);
      const isChange = after !== null && JSON.stringify(after) !== JSON.stringify(document);
      if (isChange) setProposal({ before: document, after, problems, why });
      else setSaid(after === null ? t.unreadable : `${why} ${t.nothingChanges}`);
    });
  return (
    <>
      <Group gap="xs">
        <Button
          variant="light"
          leftSection={<Icon name="sparkles" size={15} />}
          loading={busy}
          onClick={() => void mend()}
        >
          {t.mendIt}
        </Button>
        {busy && (
          <Button variant="subtle" color="gray" onClick={stop}>
            {t.stop}
          </Button>
        )}
      </Group>
      {busy && (
        <Text size="sm" c="dimmed" role="status">
          {t.writing}
        </Text>
      )}
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
