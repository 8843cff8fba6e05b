import { Alert, Button, Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Board } from '#flow/board.ts';
import type { FlowDocument } from '#flow/document.ts';
import type { Catalogue } from '#flow/node-type.ts';
import type { Problem } from '#flow/problem.ts';
import { CompareDialog } from '../diff/compare-dialog.tsx';
import type { Proposed } from './help-api.ts';
import { useHelpTexts } from './help-texts.ts';
import { newAddresses } from './new-addresses.ts';
import { UsageLine } from './usage-line.tsx';

/** A change that somebody has to accept. */
export interface Proposal extends Proposed {
  before: FlowDocument;
  after: FlowDocument;
  why?: string;
}

interface ProposalDialogProps {
  proposal: Proposal;
  catalogue: Catalogue;
  onAccept: (document: FlowDocument) => void;
  onClose: () => void;
}

const NO_BOARD: Board = {};
const SHOWN = 5;

/** A proposal as a difference: nothing of it is in the flow before it is accepted. */
export const ProposalDialog = ({ proposal, catalogue, onAccept, onClose }: ProposalDialogProps) => {
  const t = useHelpTexts();
  const { before, after, problems, why, usage, answers } = proposal;
  const hosts = newAddresses(before, after);
  return (
    <CompareDialog
      opened
      title={t.proposal}
      before={{ document: before, board: NO_BOARD }}
      after={{ document: after, board: NO_BOARD }}
      catalogue={catalogue}
      onClose={onClose}
      foot={
        <div className="help-foot">
          {why && <Text size="sm">{why}</Text>}
          <Left problems={problems} />
          {hosts.length > 0 && <Alert color="yellow">{t.newAddresses(hosts.join(', '))}</Alert>}
          <Group justify="space-between">
            <UsageLine usage={usage} answers={answers} />
            <Group gap="xs">
              <Button variant="default" onClick={onClose}>
                {t.discard}
              </Button>
              <Button onClick={() => onAccept(after)}>{t.accept}</Button>
            </Group>
          </Group>
        </div>
      }
    />
  );
};

const Left = ({ problems }: { problems: Problem[] }): ReactNode => {
  const t = useHelpTexts();
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t.noProblems}
      </Text>
    );
  return (
    <Alert color="yellow" title={t.problemsLeft(errors.length)}>
      <ul>
        {errors.slice(0, SHOWN).map((one) => (
          <li key={`${one.code} ${one.node} ${one.field}`}>{one.message}</li>
        ))}
      </ul>
    </Alert>
  );
};
