import { Button } from '@mantine/core';
import type { FlowDocument } from '#flow/document.ts';
import type { RunError } from '#flow/machine/protocol.ts';
import type { Catalogue } from '#flow/node-type.ts';
import { useHelpTexts } from '../ai-help/help-texts.ts';
import { useAiHelp } from '../ai-help/use-ai-help.ts';
import type { Run } from '../api-types.ts';
import { findNode } from '../document/connect.ts';
import { nodeLabel } from '../document/node-label.ts';
import { Icon } from '../icons/icon.tsx';
import { Link } from '../shell/link.tsx';
import { useLocale, useTexts } from '../texts/texts.ts';
import { ErrorTold, isMendedElsewhere } from './error-told.tsx';
import { useRunsTexts } from './runs-texts.ts';

interface ErrorPanelProps {
  run: Run;
  error: RunError;
  document: FlowDocument;
  catalogue: Catalogue;
  /** Where it happened, if the error does not say. */
  node?: string | undefined;
  onRetry?: (() => void) | undefined;
  /** Shows the step; where one looks at the run as a whole. */
  onGoTo?: ((node: string) => void) | undefined;
}

/** An error on the page of its run, with what can be done from there. */
export const ErrorPanel = ({ run, error, document, catalogue, node, onRetry, onGoTo }: ErrorPanelProps) => {
  const t = useTexts();
  const r = useRunsTexts();
  const help = useHelpTexts();
  const mayMend = useAiHelp();
  const locale = useLocale();
  const place = error.node ?? node;
  const found = place === undefined ? undefined : findNode(document, place);
  const label = found && nodeLabel(found, catalogue, locale);
  const where = label && onGoTo && place && (
    <button type="button" className="quiet-button" onClick={() => onGoTo(place)}>
      {r.error.at(label)}
    </button>
  );
  return (
    <ErrorTold run={run.id} error={error} place={{ node: label, connection: found?.connection }} where={where}>
      {onRetry && (
        <Button size="compact-sm" variant={isMendedElsewhere(error) ? 'default' : 'filled'} onClick={onRetry}>
          {place ? t.runs.retryFrom : t.runs.retry}
        </Button>
      )}
      {found && (
        <Button component={Link} href={`/flows/${run.flowId}?node=${found.id}`} size="compact-sm" variant="default">
          {r.error.openNode}
        </Button>
      )}
      {mayMend && found && (
        <Button
          component={Link}
          href={`/flows/${run.flowId}?node=${found.id}&mend=${run.id}`}
          size="compact-sm"
          variant="default"
          leftSection={<Icon name="sparkles" size={13} />}
        >
          {help.mendRun}
        </Button>
      )}
    </ErrorTold>
  );
};
