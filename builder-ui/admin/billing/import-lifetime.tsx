import { Button, FileButton, Group, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { toastDone, toastError } from '../../shell/toasts.tsx';
import { DeedDialog } from './deed-dialog.tsx';
import { deskApi, type LifetimeImport } from './desk-api.ts';
import { useDeskTexts } from './desk-texts.ts';

/** Of the lines that cannot be used, so many are shown. */
const SHOWN = 12;

interface ImportProps {
  opened: boolean;
  onClose: () => void;
  onDone: () => void;
}

/** A list is looked at before it is taken in. */
export const ImportLifetime = ({ opened, onClose, onDone }: ImportProps) => {
  const { lifetime: t } = useDeskTexts();
  const [csv, setCsv] = useState('');
  const [result, setResult] = useState<LifetimeImport | null>(null);
  const type = (text: string) => {
    setCsv(text);
    setResult(null);
  };
  const check = async () => {
    try {
      setResult(await deskApi.importLifetime({ csv, reason: 'check', dryRun: true }));
    } catch (error) {
      toastError(error);
    }
  };
  return (
    <DeedDialog
      opened={opened}
      title={t.import}
      text={t.importHelp}
      confirm={t.import}
      size="lg"
      quiet
      ready={result !== null && result.problems.length === 0 && result.added > 0}
      onClose={onClose}
      act={async (reason) => {
        const done = await deskApi.importLifetime({ csv, reason, dryRun: false });
        toastDone(t.done(done.added));
        type('');
        onDone();
      }}
    >
      <Group gap="xs">
        <FileButton accept=".csv,text/csv,text/plain" onChange={(file) => void file?.text().then(type, toastError)}>
          {(props) => (
            <Button {...props} variant="default" size="xs">
              {t.file}
            </Button>
          )}
        </FileButton>
        <Button size="xs" variant="default" disabled={csv.trim() === ''} onClick={() => void check()}>
          {t.check}
        </Button>
      </Group>
      <Textarea
        label={t.list}
        minRows={5}
        maxRows={12}
        autosize
        spellCheck={false}
        placeholder="ana@padaria.example,AB12-CD34-EF56,Ouro"
        value={csv}
        onChange={(event) => type(event.currentTarget.value)}
      />
      {result && <Result result={result} />}
    </DeedDialog>
  );
};

const Result = ({ result: { added, known, problems } }: { result: LifetimeImport }) => {
  const { lifetime: t } = useDeskTexts();
  if (problems.length === 0)
    return (
      <Text size="sm" role="status">
        {t.result(added, known)}
      </Text>
    );
  return (
    <div role="alert">
      <Text size="sm">{t.nothingTaken}</Text>
      <ul>
        {problems.slice(0, SHOWN).map(({ line, problem }) => (
          <li key={line}>
            <Text size="sm">{t.problem(line, t.problems[problem])}</Text>
          </li>
        ))}
      </ul>
    </div>
  );
};
