import { Stack, Text } from '@mantine/core';
import { CopyText } from '../shell/copy-text.tsx';
import type { SsoAddresses } from './sso-api.ts';
import { useSsoTexts } from './sso-texts.ts';

/** What the provider is told of us. */
export const Addresses = ({ kind, addresses }: { kind: 'oidc' | 'saml'; addresses: SsoAddresses }) => {
  const t = useSsoTexts();
  return (
    <Stack gap="xs">
      <Text fw={550}>{t.addresses}</Text>
      {kind === 'oidc' ? (
        <CopyText label={t.callback} text={addresses.callback} />
      ) : (
        <>
          <CopyText label={t.acs} text={addresses.acs} />
          <CopyText label={t.entityId} text={addresses.entityId} />
        </>
      )}
    </Stack>
  );
};
