import { Button, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import type { RunError } from '#flow/machine/protocol.ts';
import { Icon } from '../icons/icon.tsx';
import { CopyIcon } from '../shell/copy-text.tsx';
import { Link } from '../shell/link.tsx';
import type { Remedy } from '../texts/errors/explained.ts';
import { useLocale, useTexts } from '../texts/texts.ts';
import { DataView } from './data/data-view.tsx';
import { type ErrorPlace, explain } from './explain.ts';
import { useRunsTexts } from './runs-texts.ts';

interface ErrorToldProps {
  run: string;
  error: RunError;
  /** What people call the step and its connection. */
  place: ErrorPlace;
  /** Below the heading: where it was. */
  where?: ReactNode;
  /** Buttons of the page, behind the one that leads to the remedy. */
  children?: ReactNode;
}

/** Where a remedy is found; what is done on the page itself has a button there. */
const PLACES: Partial<Record<Remedy, [href: string, words: 'renew' | 'tables' | 'ai']>> = {
  connection: ['/connections', 'renew'],
  tables: ['/data', 'tables'],
  ai: ['/ai', 'ai'],
};

/** Whether an error's remedy is somewhere else than on the page that tells of it. */
export const isMendedElsewhere = (error: RunError): boolean => PLACES[explain(error, {}, 'en').remedy] !== undefined;

/** What failed, why and what to do, in plain words; below it what the system itself said. */
export const ErrorTold = ({ run, error, place, where, children }: ErrorToldProps) => {
  const t = useTexts();
  const r = useRunsTexts();
  const locale = useLocale();
  const words = explain(error, place, locale);
  const remedy = PLACES[words.remedy];
  return (
    <section className="error-panel" role="alert">
      <Icon name="x" size={16} stroke={2.4} />
      <div>
        <h3>{words.what}</h3>
        {where}
        <p>{words.why}</p>
        <p>
          <b>{r.error.todo}:</b> {words.todo}
        </p>
        {(remedy || children) && (
          <Group gap={6} my={8}>
            {remedy && (
              <Button component={Link} href={remedy[0]} size="compact-sm">
                {r.error[remedy[1]]}
              </Button>
            )}
            {children}
          </Group>
        )}
        <p className="error-said">
          <small>{r.error.technical}</small>
          <span className="mono">
            {error.message || error.code} <code>{error.code}</code>
            {error.attempts !== undefined && error.attempts > 1 ? ` · ${r.attempts(error.attempts)}` : ''}
          </span>
          <CopyIcon text={JSON.stringify({ run, ...error }, null, 2)} size="xs" />
        </p>
        {error.details !== undefined && error.details !== null && (
          <DataView title={t.runs.errorDetails} value={error.details} />
        )}
      </div>
    </section>
  );
};
