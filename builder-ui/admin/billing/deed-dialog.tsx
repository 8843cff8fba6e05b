import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { isStatus } from '../../api-error.ts';
import { type DeedKey, useDeedKey } from '../../deed-key.ts';
import { useSubmit } from '../../shell/use-submit.ts';
import { useTexts } from '../../texts/texts.ts';
import { useBillingTexts } from './billing-texts.ts';

interface DeedProps {
  opened: boolean;
  title: string;
  text?: string | undefined;
  confirm: string;
  danger?: boolean;
  /** Whether what is filled in can be sent. */
  ready?: boolean;
  size?: string;
  /** Nobody but operators reads the reason. */
  quiet?: boolean;
  children?: ReactNode;
  /** `keyOf`: of what is done once, however often it is sent while the dialog is open. */
  act: (reason: string, keyOf: DeedKey) => Promise<unknown>;
  /** What was edited is another by now, which is told here: what is shown behind the dialog is read again. */
  onStale?: () => void;
  onClose: () => void;
}

/** What operators do with a reason, and what it takes. What was typed stays where it fails. */
export const DeedDialog = ({ opened, title, size, onClose, ...form }: DeedProps) => (
  <Modal opened={opened} onClose={onClose} title={title} {...(size === undefined ? {} : { size })}>
    {opened && <DeedForm {...form} onClose={onClose} />}
  </Modal>
);

type FormProps = Omit<DeedProps, 'opened' | 'title' | 'size'>;

const DeedForm = ({
  text,
  confirm,
  danger = false,
  ready = true,
  quiet = false,
  children,
  act,
  onStale,
  onClose,
}: FormProps) => {
  const t = useBillingTexts();
  const texts = useTexts();
  const [reason, setReason] = useState('');
  const keyOf = useDeedKey();
  const { busy, error, submit } = useSubmit(async () => {
    try {
      await act(reason.trim(), keyOf);
    } catch (failed) {
      if (!isStatus(failed, 412)) throw failed;
      onStale?.();
      throw new Error(t.stale);
    }
    onClose();
  });
  return (
    <form onSubmit={submit}>
      <Stack>
        {text !== undefined && <Text size="sm">{text}</Text>}
        {children}
        <Textarea
          label={t.reason}
          description={quiet ? t.logHelp : t.reasonHelp}
          required
          minLength={3}
          maxLength={200}
          autosize
          {...(children === undefined ? { 'data-autofocus': true } : {})}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {error !== null && (
          <Text size="sm" c="var(--bad)" role="alert">
            {error}
          </Text>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {texts.common.cancel}
          </Button>
          <Button
            type="submit"
            loading={busy}
            disabled={!ready || reason.trim().length < 3}
            {...(danger ? { color: 'red' } : {})}
          >
            {confirm}
          </Button>
        </Group>
      </Stack>
    </form>
  );
};
