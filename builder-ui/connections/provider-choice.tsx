import { Alert, Anchor, Button, Code, CopyButton, Group, Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { inLocale, type JsonObject } from '#flow/json.ts';
import { useLocale } from '../texts/texts.ts';
import { useQuery } from '../use-query.ts';
import { connectionsApi } from './connections-api.ts';
import { useConnectionsTexts } from './connections-texts.ts';

interface ProviderChoiceProps {
  fields: JsonObject;
  onFill: (fields: JsonObject) => void;
}

/** Fills the form for a provider whose addresses are known, and says what has to be registered there. */
export const ProviderChoice = ({ fields, onFill }: ProviderChoiceProps) => {
  const t = useConnectionsTexts();
  const locale = useLocale();
  const answer = useQuery('oauth-providers', connectionsApi.providers).data;
  const [chosen, setChosen] = useState<string | null>(null);
  const isSignIn = fields.auth === 'oauth2' && fields.grant === 'authorization_code';
  const provider = answer?.data.find(({ id }) => id === chosen);
  if (!answer) return null;
  const fill = (id: string | null) => {
    setChosen(id);
    const known = answer.data.find((one) => one.id === id);
    if (known) onFill({ ...fields, ...known.fields, auth: 'oauth2', grant: 'authorization_code' });
  };
  return (
    <Stack gap="xs">
      <Select
        label={t.provider}
        description={t.providerHelp}
        placeholder={t.providerNone}
        clearable
        data={answer.data.map(({ id, title }) => ({ value: id, label: inLocale(title, locale) }))}
        value={chosen}
        onChange={fill}
      />
      {isSignIn && (
        <Alert variant="light" title={t.registerTitle}>
          <Group gap="xs" wrap="nowrap">
            <Code style={{ overflowWrap: 'anywhere' }}>{answer.redirectUri}</Code>
            <CopyButton value={answer.redirectUri}>
              {({ copied, copy }) => (
                <Button size="compact-xs" variant="default" onClick={copy}>
                  {copied ? t.copied : t.copy}
                </Button>
              )}
            </CopyButton>
          </Group>
          {provider && (
            <Text size="sm" mt={6}>
              <Anchor href={provider.console} target="_blank" rel="noreferrer">
                {t.console(inLocale(provider.title, locale))}
              </Anchor>
            </Text>
          )}
        </Alert>
      )}
    </Stack>
  );
};
