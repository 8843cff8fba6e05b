import { Button, Group } from '@mantine/core';
import type { FlowDocument } from '#flow/document.ts';
import type { RunError } from '#flow/machine/protocol.ts';
import type { Catalogue } from '#flow/node-type.ts';
import { useHelpTexts } from '../ai-help/help-texts.ts';
import { useAiHelp } from '../ai-help/use-ai-help.ts';
import type { Run } from '../api-types.ts';
import { findNode } from '../document/connect.ts';
import { nodeLabel } from '../document/node-label.ts';
import { Icon } from '../icons/icon.tsx';
import { CopyIcon } from '../shell/copy-text.tsx';
import { Link } from '../shell/link.tsx';
import type { Remedy } from '../texts/errors/explained.ts';
import { useLocale, useTexts } from '../texts/texts.ts';
import { DataView } from './data/data-view.tsx';
import { explain } from './explain.ts';
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

/** Where a remedy is found; what is done on this page has a button of its own. */
const PLACES: Partial<Record<Remedy, [href: string, words: 'renew' | 'tables' | 'ai']>> = {
  connection: ['/connections', 'renew'],
  tables: ['/data', 'tables'],
  ai: ['/ai', 'ai'],
};

/** What failed, why and what to do, in plain words; below it what the system itself said. */
export const ErrorPanel = ({ run, error, document, catalogue, node, onRetry, onGoTo }: ErrorPanelProps) => {
  const t = useTexts();
  const r = useRunsTexts();
  const help = useHelpTexts();
  const mayMend = useAiHelp();
  const locale = useLocale();
  const place = error.node ?? node;
  const found = place === undefined ? undefined : findNode(document, place);
  const label = found && nodeLabel(found, catalogue, locale);
  const words = explain(error, { node: label, connection: found?.connection }, locale);
  const remedy = PLACES[words.remedy];
  return (
    <section className="error-panel" role="alert">
      <Icon name="x" size={16} stroke={2.4} />
      <div>
        <h3>{words.what}</h3>
        {label && onGoTo && place && (
          <button type="button" className="quiet-button" onClick={() => onGoTo(place)}>
            {r.error.at(label)}
          </button>
        )}
        <p>{words.why}</p>
        <p>
          <b>{r.error.todo}:</b> {words.todo}
        </p>
        <Group gap={6} my={8}>
          {remedy && (
            <Button component={Link} href={remedy[0]} size="compact-sm">
              {r.error[remedy[1]]}
            </Button>
          )}
          {onRetry && (
            <Button size="compact-sm" variant={remedy ? 'default' : 'filled'} onClick={onRetry}>
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
        </Group>
        <p className="error-said">
          <small>{r.error.technical}</small>
          <span className="mono">
            {error.message || error.code} <code>{error.code}</code>
            {error.attempts !== undefined && error.attempts > 1 ? ` · ${r.attempts(error.attempts)}` : ''}
          </span>
          <CopyIcon text={JSON.stringify({ run: run.id, ...error }, null, 2)} size="xs" />
        </p>
        {error.details !== undefined && error.details !== null && (
          <DataView title={t.runs.errorDetails} value={error.details} />
        )}
      </div>
    </section>
  );
};
