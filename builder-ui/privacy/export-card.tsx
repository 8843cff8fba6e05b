import { Button, Title } from '@mantine/core';
import { useEffect, useState } from 'react';
import { Icon } from '../icons/icon.tsx';
import { useSession } from '../shell/session.ts';
import { ErrorState, RowsSkeleton } from '../shell/states.tsx';
import { dateTime } from '../shell/times.ts';
import { useLocale } from '../texts/texts.ts';
import { useQuery } from '../use-query.ts';
import { archiveAddress, beginExport, type Job, loadExports } from './privacy-api.ts';
import { usePrivacyTexts } from './privacy-texts.ts';
import { sayError } from './say-error.ts';

const LOOK_MS = 2_000;

/** One archive with everything. */
export const ExportCard = () => {
  const t = usePrivacyTexts();
  const isOwner = useSession()?.role === 'owner';
  const { data, error, reload } = useQuery('exports', loadExports);
  const [busy, setBusy] = useState(false);
  const isOpen = data?.some(({ endedAt }) => endedAt === null) ?? false;
  useEffect(() => {
    if (!isOpen) return;
    const timer = setInterval(reload, LOOK_MS);
    return () => clearInterval(timer);
  }, [isOpen, reload]);
  const begin = async () => {
    setBusy(true);
    try {
      await beginExport();
    } catch (failure) {
      sayError(failure, t.again);
    } finally {
      setBusy(false);
      reload();
    }
  };
  return (
    <section>
      <Title order={2}>{t.exportTitle}</Title>
      <p className="settings-help">{t.exportHelp}</p>
      {data === undefined &&
        (error === undefined ? <RowsSkeleton rows={1} /> : <ErrorState error={error} retry={reload} />)}
      {data !== undefined && data.length > 0 && (
        <ul className="rows privacy-rows">
          {data.map((job) => (
            <ExportRow key={job.id} job={job} isOwner={isOwner} />
          ))}
        </ul>
      )}
      {isOwner ? (
        <Button
          variant="default"
          leftSection={<Icon name="download" size={16} />}
          loading={busy}
          disabled={data === undefined || isOpen}
          onClick={() => void begin()}
        >
          {t.exportButton}
        </Button>
      ) : (
        <p className="settings-help">{t.onlyOwner}</p>
      )}
    </section>
  );
};

const useStateWords = ({ state, done, total, result }: Job): string => {
  const t = usePrivacyTexts();
  const locale = useLocale();
  const number = (n: number) => n.toLocaleString(locale);
  if (state === 'failed') return t.failed;
  if (state === 'done') return t.ready(number(result?.rows ?? 0), number(result?.files ?? 0));
  return total === null ? t.waiting : t.making(number(done), number(total));
};

const ExportRow = ({ job, isOwner }: { job: Job; isOwner: boolean }) => {
  const t = usePrivacyTexts();
  const locale = useLocale();
  const words = useStateWords(job);
  return (
    <li className="row">
      <span className="row-main">
        <span className="row-words" role="status">
          <strong>{words}</strong>
          <small>
            {dateTime(job.createdAt, locale)}
            {job.state === 'done' ? ` · ${t.until(dateTime(job.expiresAt, locale))}` : ''}
          </small>
        </span>
      </span>
      {job.state === 'done' && isOwner && (
        <Button component="a" href={archiveAddress(job.id)} download size="xs" variant="default">
          {t.download}
        </Button>
      )}
    </li>
  );
};
