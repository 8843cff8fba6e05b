import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import { Icon } from '../icons/icon.tsx';
import { toastError } from '../shell/toasts.tsx';
import { followRequest } from './follow-request.ts';
import { type Current, changeProvider, openPortal, type ProviderName } from './plan-api.ts';
import { usePlanTexts } from './plan-texts.ts';
import { brandOf, useProviderTexts } from './provider-texts.ts';

/** What is paid with, and the ways to another. */
export const PaymentMethod = ({ current }: { current: Current }) => {
  const t = usePlanTexts();
  const words = useProviderTexts();
  const [busy, setBusy] = useState(false);
  const { method, provider, portal, providers, state } = current;
  const others = providers.filter(({ name }) => name !== provider);
  const act = async (work: () => Promise<unknown>) => {
    setBusy(true);
    try {
      await work();
    } catch (error) {
      toastError(error);
      setBusy(false);
    }
  };
  const toPortal = () => act(async () => window.location.assign((await openPortal()).url));
  const toOther = (name: ProviderName) => act(async () => followRequest(await changeProvider(name)));
  const owes = state === 'past_due' || state === 'grace';
  return (
    <div className="plan-method">
      <h3>{t.method}</h3>
      <p>
        <Icon name="credit-card" size={16} />
        {method === null ? (
          <span>{provider === null ? t.noMethod : words.names[provider]}</span>
        ) : method.kind === 'card' ? (
          <span>
            {t.card(brandOf(method.brand) ?? words.card, method.last4 ?? '····')}
            {method.expires && <small>{t.expires(method.expires.replace(/^(\d{4})-(\d{2})$/, '$2/$1'))}</small>}
          </span>
        ) : (
          <span>
            {t.pix}
            <small>{t.pixText}</small>
          </span>
        )}
      </p>
      <Group gap="xs">
        {portal && (
          <Button
            size="compact-sm"
            variant={owes ? 'filled' : 'default'}
            loading={busy}
            onClick={() => void toPortal()}
          >
            {owes ? t.payNow : t.portal}
          </Button>
        )}
        {provider !== null &&
          others.map(({ name }) => (
            <Button
              key={name}
              size="compact-sm"
              variant="subtle"
              color="gray"
              loading={busy}
              onClick={() => void toOther(name)}
            >
              {words.payBy(words.names[name])}
            </Button>
          ))}
      </Group>
    </div>
  );
};
