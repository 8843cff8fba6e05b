import { Alert, Button, Group, PasswordInput, SegmentedControl, Stack, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useAttempt } from '../sign-in/use-attempt.ts';
import { Addresses } from './sso-addresses.tsx';
import { type SsoAddresses, type SsoProvider, saveSso } from './sso-api.ts';
import { useSsoTexts } from './sso-texts.ts';

interface SsoFormProps {
  provider: SsoProvider | null;
  addresses: SsoAddresses;
  onCancel: (() => void) | null;
  onSaved: () => void;
}

/** Which provider, and by what it is known. */
export const SsoForm = ({ provider, addresses, onCancel, onSaved }: SsoFormProps) => {
  const t = useSsoTexts();
  const { busy, error, attempt } = useAttempt();
  const [kind, setKind] = useState<'oidc' | 'saml'>(provider?.kind ?? 'oidc');
  const [issuer, setIssuer] = useState(provider?.kind === 'oidc' ? provider.issuer : '');
  const [clientId, setClientId] = useState(provider?.clientId ?? '');
  const [secret, setSecret] = useState('');
  const [metadata, setMetadata] = useState('');
  const kept = provider?.kind === 'oidc';
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const oidc = { kind: 'oidc' as const, issuer: issuer.trim(), clientId: clientId.trim() };
    const given =
      kind === 'saml' ? { kind, metadata } : { ...oidc, ...(secret === '' ? {} : { clientSecret: secret }) };
    if (await attempt(() => saveSso(given))) onSaved();
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap="sm">
        <SegmentedControl
          aria-label={t.kind}
          value={kind}
          onChange={(value) => setKind(value as 'oidc' | 'saml')}
          data={[
            { value: 'oidc', label: t.kinds.oidc },
            { value: 'saml', label: t.kinds.saml },
          ]}
        />
        <Addresses kind={kind} addresses={addresses} />
        {kind === 'oidc' ? (
          <>
            <TextInput
              label={t.issuer}
              description={t.issuerHelp}
              required
              value={issuer}
              onChange={(event) => setIssuer(event.currentTarget.value)}
            />
            <TextInput
              label={t.clientId}
              required
              value={clientId}
              onChange={(event) => setClientId(event.currentTarget.value)}
            />
            <PasswordInput
              label={t.secret}
              description={kept ? t.secretKept : undefined}
              required={!kept}
              autoComplete="off"
              value={secret}
              onChange={(event) => setSecret(event.currentTarget.value)}
            />
          </>
        ) : (
          <Textarea
            label={t.metadata}
            required
            autosize
            minRows={4}
            maxRows={10}
            value={metadata}
            onChange={(event) => setMetadata(event.currentTarget.value)}
            classNames={{ input: 'mono' }}
          />
        )}
        {error && (
          <Alert color="red" role="alert">
            {error}
          </Alert>
        )}
        <Group gap="xs">
          <Button type="submit" loading={busy}>
            {t.save}
          </Button>
          {onCancel && (
            <Button variant="subtle" color="gray" onClick={onCancel}>
              {t.cancel}
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  );
};
