import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import type { Json } from '#flow/json.ts';
import { Form } from '../form/form.tsx';
import { PLAIN_FORM } from '../form/form-context.ts';
import { JsonInput } from '../form/json-input.tsx';
import { Icon } from '../icons/icon.tsx';
import { useTestingTexts } from './testing-texts.ts';

interface EditedOutputProps {
  output: Json;
  onRun: (output: Json) => void;
  onDiscard: () => void;
}

/** What a step gave, changed by hand: with it all that follows runs again. */
export const EditedOutput = ({ output, onRun, onDiscard }: EditedOutputProps) => {
  const t = useTestingTexts();
  const [value, setValue] = useState<Json>(output);
  return (
    <Form world={PLAIN_FORM}>
      <JsonInput
        id="edited-output"
        label={t.editing}
        value={value}
        onChange={(next) => setValue(next ?? null)}
        minRows={5}
        maxRows={16}
      />
      <Group gap="xs" mt={8} justify="flex-end">
        <Button size="compact-sm" variant="default" onClick={onDiscard}>
          {t.discard}
        </Button>
        <Button size="compact-sm" leftSection={<Icon name="play" size={13} />} onClick={() => onRun(value)}>
          {t.runFromHere}
        </Button>
      </Group>
    </Form>
  );
};
