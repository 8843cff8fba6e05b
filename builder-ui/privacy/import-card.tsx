import { Button, Checkbox, FileButton, Progress, Stack, Title } from '@mantine/core';
import { type MouseEvent, useEffect, useRef, useState } from 'react';
import { Icon } from '../icons/icon.tsx';
import { AskDialog, type Question } from '../shell/ask-dialog.tsx';
import { useSession } from '../shell/session.ts';
import { ErrorState, RowsSkeleton } from '../shell/states.tsx';
import { refreshTenant } from '../shell/tenant.ts';
import { dateTime } from '../shell/times.ts';
import { useLocale } from '../texts/texts.ts';
import { forgetQueries, useQuery } from '../use-query.ts';
import {
  cancelImport,
  giveImportUp,
  type ImportJob,
  type ImportReport,
  loadImports,
  sendArchive,
} from './import-api.ts';
import { useImportTexts } from './import-texts.ts';
import { usePrivacyTexts } from './privacy-texts.ts';
import { sayError } from './say-error.ts';

const LOOK_MS = 2_000;

/** The imports of this account, looked at again while workers have one. */
const useImports = () => {
  const imports = useQuery('imports', loadImports);
  const { data, reload } = imports;
  const isWorking = data?.some(({ state }) => state === 'waiting' || state === 'running') ?? false;
  const wasWorking = useRef(false);
  useEffect(() => {
    // What every page remembers is of the account as it was before, and so are its name and its settings.
    if (wasWorking.current && !isWorking) {
      forgetQueries();
      void refreshTenant();
    }
    wasWorking.current = isWorking;
    if (!isWorking) return;
    const timer = setInterval(reload, LOOK_MS);
    return () => clearInterval(timer);
  }, [isWorking, reload]);
  return { ...imports, isWorking };
};

/** A file that was chosen before is no change to a browser: what broke off would be sent again by none. */
const forgetChoice = { onClick: (event: MouseEvent<HTMLInputElement>) => void (event.currentTarget.value = '') };

/** An archive of another account, into this one while it is empty. */
export const ImportCard = () => {
  const t = useImportTexts();
  const { again, onlyOwner } = usePrivacyTexts();
  const isOwner = useSession()?.role === 'owner';
  const { data, error, reload, isWorking } = useImports();
  const [invitePeople, setInvite] = useState(true);
  const [percent, setPercent] = useState<number | null>(null);
  const [cancelling, setCancelling] = useState<string | null>(null);
  const asked = (id: string): Question => ({
    title: t.stopTitle,
    text: t.stopAsk,
    answers: [{ label: t.stopTitle, danger: true, act: () => cancelImport(id) }],
  });
  const open = data?.find(({ state }) => state === 'uploading');
  const begin = async (file: File | null) => {
    if (!file) return;
    setPercent(0);
    try {
      const told = (bytes: number) => setPercent(Math.floor((bytes / file.size) * 100));
      await sendArchive(file, { open, invitePeople, begun: reload, told });
    } catch (error) {
      sayError(error, again);
    } finally {
      setPercent(null);
      reload();
    }
  };
  const drop = async (id: string) => {
    await giveImportUp(id).catch((error: unknown) => sayError(error, again));
    reload();
  };
  return (
    <section>
      <Title order={2}>{t.title}</Title>
      <p className="settings-help">{t.help}</p>
      {data === undefined &&
        (error === undefined ? <RowsSkeleton rows={1} /> : <ErrorState error={error} retry={reload} />)}
      {data !== undefined && data.length > 0 && (
        <ul className="rows privacy-rows">
          {data.map((job) => (
            <ImportRow
              key={job.id}
              job={job}
              percent={percent}
              onDrop={isOwner ? () => void drop(job.id) : null}
              onCancel={() => setCancelling(job.id)}
            />
          ))}
        </ul>
      )}
      <AskDialog
        question={cancelling === null ? null : asked(cancelling)}
        onClose={() => {
          setCancelling(null);
          reload();
        }}
      />
      {isOwner ? (
        <Stack gap="sm" align="flex-start">
          <Checkbox
            label={t.invite}
            checked={invitePeople}
            onChange={(event) => setInvite(event.currentTarget.checked)}
          />
          <FileButton accept=".gz,application/gzip" inputProps={forgetChoice} onChange={(file) => void begin(file)}>
            {(props) => (
              <Button
                {...props}
                variant="default"
                leftSection={<Icon name="upload" size={16} />}
                loading={percent !== null}
                disabled={data === undefined || isWorking}
              >
                {t.button}
              </Button>
            )}
          </FileButton>
        </Stack>
      ) : (
        <p className="settings-help">{onlyOwner}</p>
      )}
    </section>
  );
};

const isReport = (result: ImportJob['result']): result is ImportReport => result !== null && 'counts' in result;

const useStateWords = ({ state, phase, done, total, result, error }: ImportJob, percent: number | null): string => {
  const t = useImportTexts();
  const locale = useLocale();
  const number = (n: number) => n.toLocaleString(locale);
  if (state === 'uploading') return percent === null ? t.interrupted : t.sending(percent);
  if (state === 'failed') return t.errors[error ?? ''] ?? t.failed;
  if (isReport(result)) return t.done(number(result.rows), number(result.files), result.from.name);
  if (phase === 'cancel') return t.phases.cancel;
  if (state === 'waiting') return t.waiting;
  return phase === 'rows' ? t.phases.rows(number(done), number(total ?? 0)) : t.phases[phase ?? 'check'];
};

interface RowProps {
  job: ImportJob;
  /** Of what is being sent; null: nothing is. */
  percent: number | null;
  onDrop: (() => void) | null;
  onCancel: () => void;
}

const ImportRow = ({ job, percent, onDrop, onCancel }: RowProps) => {
  const t = useImportTexts();
  const locale = useLocale();
  const words = useStateWords(job, percent);
  const { state, result, done, total } = job;
  const isSent = state === 'uploading' && percent !== null;
  const isWorkedOn = state === 'waiting' || state === 'running';
  const shown = isSent
    ? percent
    : state === 'running' && job.phase !== 'cancel' && total
      ? Math.min(100, (done / total) * 100)
      : null;
  return (
    <li className="row import-row">
      <span className="row-main">
        <span className="row-words">
          <strong role="status">{words}</strong>
          <small>
            {dateTime(job.createdAt, locale)}
            {result && 'detail' in result ? ` · ${result.detail}` : ''}
          </small>
          {shown !== null && <Progress value={shown} size="sm" aria-label={words} />}
          {isReport(result) && <Report report={result} />}
        </span>
      </span>
      {onDrop && !isSent && !isWorkedOn && (
        <Button size="xs" variant="default" onClick={onDrop}>
          {state === 'uploading' ? t.giveUp : t.remove}
        </Button>
      )}
      {onDrop && isWorkedOn && job.phase !== 'cancel' && (
        <Button size="xs" variant="default" onClick={onCancel}>
          {t.stop}
        </Button>
      )}
    </li>
  );
};

const Report = ({ report }: { report: ImportReport }) => {
  const t = useImportTexts();
  const locale = useLocale();
  const number = (n: number) => n.toLocaleString(locale);
  // What is left to do first.
  const left = Object.keys(t.leftOut).flatMap((what) => {
    const n = report.leftOut[what];
    return n === undefined ? [] : [[what, n] as const];
  });
  return (
    <details open>
      <summary>{t.report}</summary>
      <ul className="import-left">
        {report.invited > 0 && <li>{t.invited(report.invited)}</li>}
        {left.map(([what, n]) => (
          <li key={what}>{t.leftOut[what]?.(n, number(n))}</li>
        ))}
      </ul>
      <details>
        <summary>{t.counts}</summary>
        <dl className="privacy-counts">
          {Object.entries(report.counts).map(([table, rows]) => (
            <div key={table} className="import-count">
              <dt>{table}</dt>
              <dd>{number(rows)}</dd>
            </div>
          ))}
        </dl>
      </details>
    </details>
  );
};
