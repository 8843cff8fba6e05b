import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import { Icon } from '../icons/icon.tsx';
import { AskDialog } from '../shell/ask-dialog.tsx';
import { useMay } from '../shell/session.ts';
import { ErrorState, RowsSkeleton } from '../shell/states.tsx';
import { ago, clockTime } from '../shell/times.ts';
import { toastDone, toastError } from '../shell/toasts.tsx';
import { useLocale } from '../texts/texts.ts';
import { useQuery } from '../use-query.ts';
import { type ExportSchedule, exportNow, loadSchedule, removeSchedule } from './export-api.ts';
import { ExportForm } from './export-form.tsx';
import { useExportTexts } from './export-texts.ts';

/** Where the audit goes every day, and how that stands. */
export const ExportCard = () => {
  const t = useExportTexts();
  const mayWrite = useMay('security:write');
  const { data: schedule, error, loading, reload, set } = useQuery('audit-schedule', loadSchedule);
  const [asking, setAsking] = useState<'change' | 'off' | null>(null);
  if (schedule === undefined)
    return error === undefined ? <RowsSkeleton rows={1} /> : <ErrorState error={error} retry={reload} />;
  const close = () => setAsking(null);
  const now = () =>
    exportNow().then((state) => {
      set(state);
      toastDone(t.asked);
    }, toastError);
  const turnOff = async () => {
    await removeSchedule();
    set(null);
    toastDone(t.turnedOff);
  };
  const state = !schedule ? 'off' : schedule.failing ? 'failing' : 'on';
  return (
    <section className="audit-export" data-state={state} aria-label={t.title}>
      <Icon name={state === 'failing' ? 'alert-triangle' : 'upload'} size={18} />
      <div className="audit-export-words">
        <strong>{t.title}</strong>
        {schedule ? <Standing schedule={schedule} /> : <p>{t.none}</p>}
      </div>
      <div className="audit-export-acts">
        {schedule && (
          <Button size="compact-xs" variant="subtle" loading={loading} onClick={reload}>
            {t.refresh}
          </Button>
        )}
        {mayWrite && schedule && (
          <>
            <Button size="compact-xs" variant="subtle" onClick={() => void now()}>
              {t.now}
            </Button>
            <Button size="compact-xs" variant="subtle" onClick={() => setAsking('change')}>
              {t.change}
            </Button>
            <Button size="compact-xs" variant="subtle" color="red" onClick={() => setAsking('off')}>
              {t.off}
            </Button>
          </>
        )}
        {mayWrite && !schedule && (
          <Button size="compact-sm" variant="default" onClick={() => setAsking('change')}>
            {t.setUp}
          </Button>
        )}
      </div>
      <Modal opened={asking === 'change'} onClose={close} title={t.form} size="lg">
        <ExportForm
          schedule={schedule}
          onClose={close}
          onSaved={(saved) => {
            set(saved);
            toastDone(t.saved);
            close();
          }}
        />
      </Modal>
      <AskDialog
        question={
          asking === 'off'
            ? { title: t.offTitle, text: t.offText, answers: [{ label: t.off, danger: true, act: turnOff }] }
            : null
        }
        onClose={close}
      />
    </section>
  );
};

const Standing = ({ schedule }: { schedule: ExportSchedule }) => {
  const t = useExportTexts();
  const locale = useLocale();
  const { bucket, prefix, hour, lastAt, nextAt, due, waiting, failing } = schedule;
  const count = new Intl.NumberFormat(locale).format(waiting);
  return (
    <>
      <p>{t.to(prefix ? `${bucket}/${prefix}` : bucket, `${String(hour).padStart(2, '0')}:00`)}</p>
      {failing && (
        <p role="alert" className="audit-export-problem">
          {t.failing(ago(failing.since, locale), failing.times)}{' '}
          {locale === 'en' ? failing.message.en : failing.message.pt} {failing.detail && <code>{failing.detail}</code>}
        </p>
      )}
      <p className="audit-export-quiet">
        {lastAt ? t.last(clockTime(lastAt, locale)) : t.never} {t.waiting(waiting, count)}{' '}
        {due ? t.soon : failing ? t.goesOn(ago(nextAt, locale)) : t.next(clockTime(nextAt, locale))}
      </p>
    </>
  );
};
