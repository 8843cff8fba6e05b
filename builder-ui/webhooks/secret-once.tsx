import { Button, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { CopyIcon, CopyText } from '../shell/copy-text.tsx';
import { VERIFY_LANGUAGES, type VerifyLanguage, verifySnippet } from './verify-snippet.ts';
import './webhooks.css';
import type { MadeEndpoint } from './webhooks-api.ts';
import { useWebhookTexts } from './webhooks-texts.ts';

/** What receivers check signatures with, and how. */
export const SecretOnce = ({ made, onClose }: { made: MadeEndpoint; onClose: () => void }) => {
  const t = useWebhookTexts();
  const [language, setLanguage] = useState<VerifyLanguage>('JavaScript');
  const code = verifySnippet(language);
  if (made.secret === null)
    return (
      <Stack>
        <Text size="sm">{t.publicHelp}</Text>
        <CopyText label={t.publicKey} text={made.publicKey ?? ''} />
        <Group justify="flex-end">
          <Button onClick={onClose}>{t.done}</Button>
        </Group>
      </Stack>
    );
  return (
    <Stack>
      <Text size="sm">{t.secretHelp}</Text>
      <CopyText label={t.secret} text={made.secret} />
      <Group justify="space-between">
        <Text size="sm" fw={550}>
          {t.verify}
        </Text>
        <SegmentedControl
          size="xs"
          aria-label={t.verify}
          data={[...VERIFY_LANGUAGES]}
          value={language}
          onChange={(value) => setLanguage(value as VerifyLanguage)}
        />
      </Group>
      <div className="verify-box">
        {/* It takes the focus, for long lines are read by arrows. */}
        <pre className="verify-code mono" tabIndex={0}>
          <code>{code}</code>
        </pre>
        <span className="verify-copy">
          <CopyIcon text={code} />
        </span>
      </div>
      <Group justify="flex-end">
        <Button onClick={onClose}>{t.ready}</Button>
      </Group>
    </Stack>
  );
};
