import { Alert, Button, Group, PasswordInput, SegmentedControl, Select, Stack, Switch, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { ApiError } from '../api-error.ts';
import { useFailureWords } from '../sign-in/use-attempt.ts';
import { useLocale } from '../texts/texts.ts';
import {
  type ExportGiven,
  type ExportSchedule,
  type ExportTarget,
  saveSchedule,
  type Trial,
  trySchedule,
} from './export-api.ts';
import { useExportTexts } from './export-texts.ts';

interface ExportFormProps {
  /** Null: a new one. */
  schedule: ExportSchedule | null;
  onClose: () => void;
  onSaved: (schedule: ExportSchedule) => void;
}

const HOURS = Array.from({ length: 24 }, (_, hour) => ({
  value: String(hour),
  label: `${String(hour).padStart(2, '0')}:00`,
}));

const NEW: ExportTarget = {
  ...{ endpoint: 'https://s3.sa-east-1.amazonaws.com', region: 'sa-east-1', bucket: '', prefix: 'audit' },
  ...{ accessKey: '', format: 'jsonl', gzip: true, hour: 3 },
};

type Outcome = { kind: 'well' } | { kind: 'problem'; words: string; detail: string | null };

/** What is tried or saved, and what is wrong with it: by field where a field is. */
function useGiven(fields: ExportTarget, secret: string) {
  const locale = useLocale();
  const words = useFailureWords();
  const [busy, setBusy] = useState<'try' | 'save' | null>(null);
  const [wrong, setWrong] = useState<ReadonlySet<string>>(new Set());
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const { endpoint, region, bucket, prefix, accessKey, format, gzip, hour } = fields;
  const given: ExportGiven = {
    ...{ endpoint: endpoint.trim(), region: region.trim(), bucket: bucket.trim(), prefix: prefix.trim() },
    ...{ accessKey: accessKey.trim(), format, gzip, hour },
    ...(secret !== '' && { secretKey: secret }),
  };
  const attempt = async (what: 'try' | 'save', work: () => Promise<void>) => {
    if (busy) return;
    setBusy(what);
    setWrong(new Set());
    setOutcome(null);
    try {
      await work();
    } catch (error) {
      const fieldsOf = error instanceof ApiError ? (error.problem.errors ?? []) : [];
      setWrong(new Set(fieldsOf.map(({ pointer }) => pointer.slice(1))));
      if (fieldsOf.length === 0) setOutcome({ kind: 'problem', words: words(error), detail: null });
    } finally {
      setBusy(null);
    }
  };
  const told = (trial: Trial): Outcome =>
    trial
      ? { kind: 'problem', words: locale === 'en' ? trial.message.en : trial.message.pt, detail: trial.detail }
      : { kind: 'well' };
  return {
    ...{ busy, wrong, outcome },
    tryIt: () => attempt('try', async () => setOutcome(told(await trySchedule(given)))),
    save: (then: (schedule: ExportSchedule) => void) => attempt('save', async () => then(await saveSchedule(given))),
  };
}

/** The bucket, its key, and when. */
export const ExportForm = ({ schedule, onClose, onSaved }: ExportFormProps) => {
  const t = useExportTexts();
  const [fields, setFields] = useState<ExportTarget>(schedule ?? NEW);
  const [secret, setSecret] = useState('');
  const { busy, wrong, outcome, tryIt, save } = useGiven(fields, secret);
  const change = (more: Partial<ExportTarget>) => setFields({ ...fields, ...more });
  const text = (name: 'endpoint' | 'region' | 'bucket' | 'prefix' | 'accessKey') => ({
    label: t[name],
    required: name !== 'prefix',
    autoComplete: 'off',
    spellCheck: false,
    value: fields[name],
    error: wrong.has(name) ? t.wrong[name] : undefined,
    onChange: (event: { currentTarget: HTMLInputElement }) => change({ [name]: event.currentTarget.value }),
  });
  return (
    <form
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void save(onSaved);
      }}
    >
      <Stack gap="sm">
        <p className="settings-help">{t.formHelp}</p>
        <TextInput {...text('endpoint')} type="url" />
        <div className="audit-export-pair">
          <TextInput {...text('bucket')} data-autofocus={schedule === null || undefined} />
          <TextInput {...text('region')} />
          <TextInput {...text('accessKey')} />
          <PasswordInput
            label={t.secret}
            placeholder={schedule ? t.secretKept : undefined}
            required={schedule === null}
            autoComplete="off"
            value={secret}
            error={wrong.has('secretKey') ? t.wrong.secretKey : undefined}
            onChange={(event) => setSecret(event.currentTarget.value)}
          />
          <TextInput {...text('prefix')} description={t.prefixHelp} />
          <Select
            label={t.hour}
            description={t.hourHelp}
            data={HOURS}
            allowDeselect={false}
            value={String(fields.hour)}
            onChange={(hour) => change({ hour: Number(hour) })}
          />
        </div>
        <Group gap="md">
          <SegmentedControl
            aria-label={t.format}
            value={fields.format}
            onChange={(format) => change({ format: format as 'jsonl' | 'csv' })}
            data={[
              { value: 'jsonl', label: 'JSON Lines' },
              { value: 'csv', label: 'CSV' },
            ]}
          />
          <Switch label={t.gzip} checked={fields.gzip} onChange={() => change({ gzip: !fields.gzip })} />
        </Group>
        {outcome && (
          <Alert color={outcome.kind === 'well' ? 'teal' : 'red'} role={outcome.kind === 'well' ? 'status' : 'alert'}>
            {outcome.kind === 'well' ? t.tried : outcome.words}{' '}
            {outcome.kind === 'problem' && outcome.detail && <code>{outcome.detail}</code>}
          </Alert>
        )}
        <Group gap="xs" justify="flex-end">
          <Button variant="default" mr="auto" loading={busy === 'try'} onClick={() => void tryIt()}>
            {t.tryIt}
          </Button>
          <Button variant="subtle" color="gray" onClick={onClose}>
            {t.cancel}
          </Button>
          <Button type="submit" loading={busy === 'save'}>
            {t.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
};
