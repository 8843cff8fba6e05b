import {
  Button,
  Checkbox,
  Collapse,
  Group,
  MultiSelect,
  NumberInput,
  Radio,
  Stack,
  Switch,
  TextInput,
} from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { api } from '../api-client.ts';
import { useTexts } from '../texts/texts.ts';
import { useQuery } from '../use-query.ts';
import { faultOf, headersIn, rowsOf } from './header-rows.ts';
import { HeadersField } from './headers-field.tsx';
import './webhooks.css';
import { type Endpoint, type EndpointFields, listEventTypes } from './webhooks-api.ts';
import { useWebhookTexts } from './webhooks-texts.ts';

export type FormFields = EndpointFields & { signature: 'hmac' | 'ed25519' };

/** The fields of this form whose values are one each; headers have lines of their own. */
type PlainFields = Omit<FormFields, 'headers' | 'secretHeaders'>;

interface EndpointFormProps {
  endpoint: Endpoint | null;
  busy: boolean;
  onClose: () => void;
  onSubmit: (fields: FormFields) => void;
}

const NEW: PlainFields = {
  url: '',
  description: '',
  eventTypes: [],
  flowIds: [],
  inOrder: false,
  ratePerMinute: null,
  signature: 'hmac',
};

/** Of an address that is still being typed: none. */
const hostOf = (url: string): string | null => (URL.canParse(url) ? new URL(url).host : null);

export const EndpointForm = ({ endpoint, busy, onClose, onSubmit }: EndpointFormProps) => {
  const t = useWebhookTexts();
  const texts = useTexts();
  const [fields, setFields] = useState<PlainFields>(endpoint ?? NEW);
  const [all, setAll] = useState(fields.eventTypes.length === 0);
  const [headers, setHeaders] = useState(() => rowsOf(endpoint));
  const [more, setMore] = useState(
    fields.inOrder || fields.ratePerMinute !== null || fields.flowIds.length > 0 || headers.length > 0,
  );
  const sameHost = endpoint === null || hostOf(fields.url) === hostOf(endpoint.url);
  const faulty = headers.some((row) => faultOf(row, headers, sameHost) !== null);
  const set = (change: Partial<PlainFields>) => setFields((before) => ({ ...before, ...change }));
  const submit = () => {
    const { url, description, eventTypes, flowIds, inOrder, ratePerMinute, signature } = fields;
    const chosen = all ? [] : eventTypes;
    const others = { flowIds, inOrder, ratePerMinute, signature, ...headersIn(headers) };
    onSubmit({ url, description, eventTypes: chosen, ...others });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack>
        <TextInput
          label={t.url}
          description={t.urlHelp}
          type="url"
          required
          data-autofocus
          placeholder="https://erp.example.com/trama"
          value={fields.url}
          onChange={({ currentTarget }) => set({ url: currentTarget.value })}
        />
        <TextInput
          label={t.description}
          maxLength={500}
          value={fields.description}
          onChange={({ currentTarget }) => set({ description: currentTarget.value })}
        />
        <Radio.Group label={t.events} value={all ? 'all' : 'some'} onChange={(value) => setAll(value === 'all')}>
          <Group gap="lg" mt={6}>
            <Radio value="all" label={t.allEvents} />
            <Radio value="some" label={t.someEvents} />
          </Group>
        </Radio.Group>
        {!all && <EventChoices chosen={fields.eventTypes} onChange={(eventTypes) => set({ eventTypes })} />}
        {!more && (
          <Button variant="subtle" size="compact-sm" style={{ alignSelf: 'start' }} onClick={() => setMore(true)}>
            {t.more}
          </Button>
        )}
        <Collapse expanded={more}>
          <MoreFields fields={fields} set={set} isNew={endpoint === null}>
            <HeadersField rows={headers} sameHost={sameHost} onChange={setHeaders} />
          </MoreFields>
        </Collapse>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {texts.common.cancel}
          </Button>
          <Button type="submit" loading={busy} disabled={(!all && fields.eventTypes.length === 0) || faulty}>
            {endpoint ? t.save : t.create}
          </Button>
        </Group>
      </Stack>
    </form>
  );
};

const EventChoices = ({ chosen, onChange }: { chosen: string[]; onChange: (types: string[]) => void }) => {
  const t = useWebhookTexts();
  const types = useQuery('webhook-event-types', listEventTypes);
  return (
    <Checkbox.Group aria-label={t.someEvents} value={chosen} onChange={onChange}>
      <div className="event-choices">
        {(types.data?.data ?? []).map(({ type, description }) => (
          <Checkbox key={type} value={type} label={description} description={<code>{type}</code>} />
        ))}
      </div>
    </Checkbox.Group>
  );
};

interface MoreFieldsProps {
  fields: PlainFields;
  set: (change: Partial<PlainFields>) => void;
  isNew: boolean;
  children: ReactNode;
}

const MoreFields = ({ fields, set, isNew, children }: MoreFieldsProps) => {
  const t = useWebhookTexts();
  const flows = useQuery('flows-for-webhooks', () => api.allFlows());
  const known = (flows.data ?? []).map(({ id, name }) => ({ value: id, label: name }));
  return (
    <Stack>
      <MultiSelect
        label={t.flows}
        description={t.flowsHelp}
        searchable
        clearable
        data={known}
        value={fields.flowIds}
        onChange={(flowIds) => set({ flowIds })}
      />
      <Switch
        label={t.inOrder}
        description={t.inOrderHelp}
        checked={fields.inOrder}
        onChange={({ currentTarget }) => set({ inOrder: currentTarget.checked })}
      />
      <NumberInput
        label={t.rate}
        description={t.rateHelp}
        min={1}
        max={60_000}
        allowDecimal={false}
        value={fields.ratePerMinute ?? ''}
        onChange={(value) => set({ ratePerMinute: typeof value === 'number' ? value : null })}
      />
      {children}
      {isNew && (
        <Radio.Group
          label={t.signature}
          value={fields.signature}
          onChange={(value) => set({ signature: value === 'ed25519' ? 'ed25519' : 'hmac' })}
        >
          <Stack gap={6} mt={6}>
            <Radio value="hmac" label={t.hmac} />
            <Radio value="ed25519" label={t.ed25519} />
          </Stack>
        </Radio.Group>
      )}
    </Stack>
  );
};
