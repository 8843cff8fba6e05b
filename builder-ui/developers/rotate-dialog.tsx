import { Button, Group, Modal, Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { toastError } from '../shell/toasts.tsx';
import { useTexts } from '../texts/texts.ts';
import { type ApiKey, rotateKey } from './developers-api.ts';
import { useDevelopersTexts } from './developers-texts.ts';
import { SecretOnce } from './key-dialog.tsx';

const HOURS = ['0', '1', '24', '168', '720'] as const;

interface RotateDialogProps {
  apiKey: ApiKey | null;
  onClose: () => void;
  onDone: () => void;
}

/** A new secret, while the one of now works on for as long as somebody needs to change it everywhere. */
export const RotateDialog = ({ apiKey, onClose, onDone }: RotateDialogProps) => {
  const t = useDevelopersTexts();
  const texts = useTexts();
  const [hours, setHours] = useState<(typeof HOURS)[number]>('24');
  const [made, setMade] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const close = () => {
    setMade(null);
    onClose();
  };
  const rotate = async (id: string) => {
    setBusy(true);
    try {
      setMade((await rotateKey(id, Number(hours))).key);
      onDone();
    } catch (error) {
      toastError(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal
      opened={apiKey !== null}
      onClose={close}
      title={made === null ? t.rotateTitle(apiKey?.name ?? '') : t.keyMade}
      closeOnClickOutside={made === null}
      closeOnEscape={made === null}
    >
      {made !== null ? (
        <SecretOnce secret={made} onClose={close} />
      ) : (
        <Stack>
          <Text size="sm">{t.rotateHelp}</Text>
          <Select
            label={t.overlap}
            data={HOURS.map((value) => ({ value, label: t.overlaps[value] }))}
            value={hours}
            allowDeselect={false}
            onChange={(value) => value && setHours(value as (typeof HOURS)[number])}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              {texts.common.cancel}
            </Button>
            <Button loading={busy} onClick={() => apiKey && void rotate(apiKey.id)}>
              {t.rotate}
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
};
