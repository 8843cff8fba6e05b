import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTexts } from '../texts/texts.ts';
import { useTestingTexts } from './testing-texts.ts';

interface SampleNameProps {
  name: string;
  onSave: (name: string) => void;
  onClose: () => void;
}

/** Asks what a sample is called. */
export const SampleName = ({ name: first, onSave, onClose }: SampleNameProps) => {
  const t = useTestingTexts();
  const { common } = useTexts();
  const [name, setName] = useState(first);
  const submit = () => {
    if (name.trim()) onSave(name.trim());
  };
  return (
    <Modal opened onClose={onClose} title={t.saveSample} size="sm">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack gap="md">
          <TextInput
            data-autofocus
            label={t.sampleName}
            maxLength={200}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {common.cancel}
            </Button>
            <Button type="submit" disabled={!name.trim()}>
              {common.save}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
};
