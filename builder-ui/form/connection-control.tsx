import { Button, Group, Select } from '@mantine/core';
import { useState } from 'react';
import { type ConnectionState, connectionState } from '../connections/connection-state.ts';
import { useConnectionsTexts } from '../connections/connections-texts.ts';
import { Icon } from '../icons/icon.tsx';
import { ago } from '../shell/times.ts';
import { useLocale } from '../texts/texts.ts';
import { useForm } from './form-context.ts';

interface ConnectionControlProps {
  id: string;
  /** Id or name; a document may name one by either. */
  text: string;
  /** Those that fit; nothing: all do. */
  connectors: readonly string[] | undefined;
  invalid: boolean;
  required: boolean;
  /** Empty: none. */
  onChange: (next: string) => void;
}

const ICONS: Record<ConnectionState, string> = {
  ok: 'check',
  untested: 'info',
  expired: 'key',
  failed: 'alert-triangle',
};

/** One of the connections that fit, how it stands, and a way to make one without leaving the step. */
export const ConnectionControl = ({ id, text, connectors, invalid, required, onChange }: ConnectionControlProps) => {
  const t = useConnectionsTexts();
  const { connections, connecting, readOnly } = useForm();
  const fitting = connections.filter((one) => connectors === undefined || connectors.includes(one.connector));
  const chosen = fitting.find((one) => one.id === text || one.name === text);
  const lost = text !== '' && !chosen;
  return (
    <div className="connection-control">
      {(fitting.length > 0 || lost) && (
        <Select
          id={id}
          data={[
            ...fitting.map((one) => ({ value: one.id, label: one.name })),
            ...(lost ? [{ value: text, label: text }] : []),
          ]}
          value={chosen?.id ?? (text || null)}
          placeholder={t.choose}
          clearable={!required}
          allowDeselect={false}
          searchable={fitting.length > 6}
          error={invalid}
          disabled={readOnly}
          leftSection={<Icon name="plug" size={15} />}
          onChange={(next) => onChange(next ?? '')}
        />
      )}
      {chosen && <Standing key={chosen.id} id={chosen.id} />}
      {lost && connections.length > 0 && (
        <p className="connection-standing" data-state="failed">
          {t.gone}
        </p>
      )}
      {fitting.length === 0 && !lost && <p className="field-hint">{t.none}</p>}
      {!readOnly && connecting && (
        <Button
          className="connection-new"
          variant={fitting.length === 0 && required ? 'light' : 'subtle'}
          size="compact-sm"
          leftSection={<Icon name="plus" size={14} />}
          onClick={() => connecting.create(connectors, (made) => onChange(made.id))}
        >
          {t.create}
        </Button>
      )}
    </div>
  );
};

/** How the last test of a connection went, and a new one. */
const Standing = ({ id }: { id: string }) => {
  const t = useConnectionsTexts();
  const locale = useLocale();
  const { connections, connecting, readOnly } = useForm();
  const [busy, setBusy] = useState(false);
  const connection = connections.find((one) => one.id === id);
  if (!connection) return null;
  const { state, why } = connectionState(connection);
  const words = state === 'ok' ? t.states.ok(ago(connection.testedAt ?? '', locale)) : t.states[state];
  const test = async () => {
    setBusy(true);
    await connecting?.test(id);
    setBusy(false);
  };
  return (
    <Group gap={6} wrap="nowrap" className="connection-standing" data-state={state} align="flex-start">
      <Icon name={ICONS[state]} size={13} stroke={2.2} />
      <span className="connection-words" title={connection.hosts.join(', ')}>
        {words}
        {why && <small>{why}</small>}
        {state === 'expired' && <small>{t.renew}</small>}
      </span>
      {!readOnly && connecting && (
        <button type="button" className="text-button" disabled={busy} onClick={() => void test()}>
          {busy ? t.testing : t.test}
        </button>
      )}
    </Group>
  );
};
