import { Badge } from '@mantine/core';
import type { Endpoint } from './webhooks-api.ts';
import { useWebhookTexts } from './webhooks-texts.ts';

export const EndpointState = ({ endpoint }: { endpoint: Endpoint }) => {
  const t = useWebhookTexts();
  const state = !endpoint.enabled ? 'off' : endpoint.failingSince !== null ? 'failing' : 'on';
  const color = { off: 'gray', failing: 'yellow', on: 'brand' }[state];
  return (
    <Badge variant={state === 'off' ? 'default' : 'light'} color={color} tt="none" fw={550}>
      {t.states[state]}
    </Badge>
  );
};

/** What an endpoint was set to, in a line. */
export const EndpointFacts = ({ endpoint }: { endpoint: Endpoint }) => {
  const t = useWebhookTexts();
  const { eventTypes, inOrder, ratePerMinute } = endpoint;
  const facts = [
    t.eventsCount(eventTypes.length),
    inOrder && t.inOrderShort,
    ratePerMinute !== null && t.rateShort(ratePerMinute),
  ];
  return <>{facts.filter(Boolean).join(' · ')}</>;
};
