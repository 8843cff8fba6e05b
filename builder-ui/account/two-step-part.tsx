import { Alert, Badge, Button, Code, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Icon } from '../icons/icon.tsx';
import { ErrorState, RowsSkeleton } from '../shell/states.tsx';
import { toastDone } from '../shell/toasts.tsx';
import { useAttempt } from '../sign-in/use-attempt.ts';
import { useQuery } from '../use-query.ts';
import {
  beginTwoStep,
  confirmTwoStep,
  endTwoStep,
  newRecoveryCodes,
  type TwoStepStart,
  waysIn,
} from './account-api.ts';
import { useAccountTexts } from './account-texts.ts';
import { PasswordQuestion } from './password-question.tsx';
import { QrPicture } from './qr-picture.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';

type Step =
  | { kind: 'none' | 'begin' | 'end' | 'renew' }
  | { kind: 'scan'; start: TwoStepStart }
  | { kind: 'codes'; codes: string[]; said: string | null };

const NONE: Step = { kind: 'none' };

/** A code of the phone after the password: turned on in four steps, each of which says what it is for. */
export const TwoStepPart = () => {
  const t = useAccountTexts();
  const ways = useQuery('my-sign-in', waysIn);
  const on = ways.data?.twoStep ?? false;
  const [step, setStep] = useState<Step>(NONE);
  const close = () => setStep(NONE);
  const done = (said: string | null) => {
    close();
    if (said) toastDone(said);
    ways.reload();
  };
  if (ways.error !== undefined && !ways.data) return <ErrorState error={ways.error} retry={ways.reload} />;
  if (!ways.data) return <RowsSkeleton rows={1} />;
  const titles = {
    none: '',
    begin: t.turnOn,
    end: t.turnOff,
    renew: t.newCodes,
    scan: t.scanTitle,
    codes: t.codesTitle,
  };
  return (
    <Stack gap="sm" align="flex-start">
      <Group gap="sm">
        <p className="account-help">{on ? t.twoStepOn : t.twoStepOff}</p>
        {on && (
          <Badge color="brand" variant="light" tt="none" leftSection={<Icon name="check" size={12} />}>
            {t.on}
          </Badge>
        )}
      </Group>
      {on ? (
        <Group gap="xs">
          <Button variant="default" onClick={() => setStep({ kind: 'renew' })}>
            {t.newCodes}
          </Button>
          <Button variant="default" onClick={() => setStep({ kind: 'end' })}>
            {t.turnOff}
          </Button>
        </Group>
      ) : (
        <Button leftSection={<Icon name="shield-check" size={16} />} onClick={() => setStep({ kind: 'begin' })}>
          {t.turnOn}
        </Button>
      )}
      <Modal
        opened={step.kind !== 'none'}
        onClose={close}
        title={titles[step.kind]}
        // Codes that are seen once are not closed by a click beside them.
        closeOnClickOutside={step.kind !== 'codes'}
        withCloseButton={step.kind !== 'codes'}
        closeOnEscape={step.kind !== 'codes'}
      >
        <StepOf step={step} onStep={setStep} onClose={close} onDone={done} />
      </Modal>
    </Stack>
  );
};

interface StepProps {
  step: Step;
  onStep: (step: Step) => void;
  onClose: () => void;
  onDone: (said: string | null) => void;
}

const StepOf = ({ step, onStep, onClose, onDone }: StepProps) => {
  const t = useAccountTexts();
  if (step.kind === 'begin')
    return (
      <PasswordQuestion
        text={t.twoStepOff}
        confirm={t.goOn}
        onCancel={onClose}
        onPassword={async (password) => onStep({ kind: 'scan', start: await beginTwoStep(password) })}
      />
    );
  if (step.kind === 'renew')
    return (
      <PasswordQuestion
        text={t.newCodesText}
        confirm={t.goOn}
        onCancel={onClose}
        onPassword={async (password) => onStep({ kind: 'codes', codes: await newRecoveryCodes(password), said: null })}
      />
    );
  if (step.kind === 'end')
    return (
      <PasswordQuestion
        danger
        text={t.turnOffText}
        confirm={t.turnOff}
        onCancel={onClose}
        onPassword={async (password) => {
          await endTwoStep(password);
          onDone(t.turnedOff);
        }}
      />
    );
  if (step.kind === 'scan')
    return (
      <Scan
        start={step.start}
        onConfirmed={() => onStep({ kind: 'codes', codes: step.start.backupCodes, said: t.turnedOn })}
      />
    );
  if (step.kind === 'codes') return <RecoveryCodes codes={step.codes} onDone={() => onDone(step.said)} />;
  return null;
};

const Scan = ({ start, onConfirmed }: { start: TwoStepStart; onConfirmed: () => void }) => {
  const t = useAccountTexts();
  const { busy, error, attempt } = useAttempt();
  const [code, setCode] = useState('');
  const confirm = async (given: string) => {
    if (await attempt(() => confirmTwoStep(given))) onConfirmed();
  };
  const secret = new URL(start.totpURI).searchParams.get('secret') ?? '';
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void confirm(code);
      }}
    >
      <Stack>
        <Text size="sm">{t.scanText}</Text>
        <QrPicture text={start.totpURI} label={t.qr} />
        <Text size="sm" c="dimmed">
          {t.cannotScan} <Code style={{ overflowWrap: 'anywhere' }}>{secret.match(/.{1,4}/g)?.join(' ')}</Code>
        </Text>
        {error && (
          <Alert color="red" role="alert">
            {error}
          </Alert>
        )}
        <TextInput
          label={t.codeLabel}
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={6}
          required
          autoFocus
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button type="submit" loading={busy}>
            {t.confirm}
          </Button>
        </Group>
      </Stack>
    </form>
  );
};
