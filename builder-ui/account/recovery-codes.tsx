import { Button, Checkbox, CopyButton, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { Icon } from '../icons/icon.tsx';
import { useAccountTexts } from './account-texts.ts';

/** Seen this once: so the way on opens when the person says that they are kept. */
export const RecoveryCodes = ({ codes, onDone }: { codes: string[]; onDone: () => void }) => {
  const t = useAccountTexts();
  const [kept, setKept] = useState(false);
  const text = codes.join('\n');
  return (
    <Stack>
      <Text size="sm">{t.codesText}</Text>
      <ul className="recovery-codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <Group gap="xs">
        <CopyButton value={text} timeout={2_000}>
          {({ copied, copy }) => (
            <Button variant="default" leftSection={<Icon name={copied ? 'check' : 'copy'} size={15} />} onClick={copy}>
              {copied ? t.copied : t.copyCodes}
            </Button>
          )}
        </CopyButton>
        <Button
          variant="default"
          component="a"
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(`Trama\n\n${text}\n`)}`}
          download="trama-recovery-codes.txt"
        >
          {t.download}
        </Button>
      </Group>
      <Checkbox label={t.codesKept} checked={kept} onChange={(event) => setKept(event.currentTarget.checked)} />
      <Group justify="flex-end">
        <Button disabled={!kept} onClick={onDone}>
          {t.done}
        </Button>
      </Group>
    </Stack>
  );
};
