import { ActionIcon, Alert, Button, Select, Text, Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import { api } from '../api-client.ts';
import type { Connection } from '../api-types.ts';
import { useConnecting } from '../connections/use-connecting.tsx';
import type { Connecting } from '../form/form-context.ts';
import { Icon } from '../icons/icon.tsx';
import { useMay } from '../shell/session.ts';
import { useQuery } from '../use-query.ts';
import { useGalleryTexts } from './gallery-texts.ts';
import type { Asked, Need, Said } from './gallery-types.ts';
import { isEmpty, missingIn, valueOf } from './said.ts';
import { SetupControl } from './setup-control.tsx';

interface SetupFormProps {
  asked: Asked;
  said: Said;
  onChange: (said: Said) => void;
  /** What fits no field, by its key. */
  wrong: Readonly<Record<string, string>>;
  labels: { use: string; publish: string };
  busy: 'draft' | 'publish' | null;
  onUse: (publish: boolean) => void;
}

const NO_CONNECTIONS: Connection[] = [];

/** What a template or a kit asks for, in short steps; using it is one click at any time. */
export const SetupForm = ({ asked, said, onChange, wrong, labels, busy, onUse }: SetupFormProps) => {
  const t = useGalleryTexts();
  const mayDraw = useMay('flows:write');
  const list = useQuery(asked.needs.length > 0 ? 'connections' : null, api.connections);
  const { connections, connecting, dialog } = useConnecting(list.data ?? NO_CONNECTIONS);
  const missing = missingIn(asked, said);
  const steps: [string, string, ReactNode][] = [];
  const connect = (key: string, id: string | null) => {
    const { [key]: _before, ...rest } = said.connections;
    onChange({ ...said, connections: id === null ? rest : { ...rest, [key]: id } });
  };
  if (asked.needs.length > 0)
    steps.push([
      t.connectionsStep,
      t.connectionsHelp,
      asked.needs.map((need) => (
        <NeedField
          key={need.key}
          {...{ need, connections, connecting }}
          chosen={said.connections[need.key] ?? null}
          onChoose={(id) => connect(need.key, id)}
        />
      )),
    ]);
  if (asked.setup.length > 0)
    steps.push([
      t.fieldsStep,
      t.fieldsHelp,
      asked.setup.map((field) => {
        const id = `setup-${field.key}`;
        const value = valueOf(field, said);
        return (
          <div key={field.key} className="setup-field" data-missing={isEmpty(value) || undefined}>
            <label htmlFor={id}>{field.title}</label>
            <SetupControl
              {...{ id, field, value }}
              onChange={(next) => onChange({ ...said, values: { ...said.values, [field.key]: next } })}
            />
            {wrong[field.key] ? (
              <small role="alert" data-wrong>
                {wrong[field.key]}
              </small>
            ) : (
              <small>{field.help}</small>
            )}
          </div>
        );
      }),
    ]);
  return (
    <section className="setup card">
      <div className="setup-steps">
        {steps.map(([title, help, content], n) => (
          <fieldset key={title} className="setup-step">
            <legend>
              <b>{n + 1}</b> {title}
            </legend>
            <Text size="sm" c="dimmed">
              {help}
            </Text>
            {content}
          </fieldset>
        ))}
      </div>
      <div className="setup-end">
        <p data-complete={missing === 0 || undefined}>
          <Icon name={missing === 0 ? 'check' : 'info'} size={15} /> {missing === 0 ? t.complete : t.missing(missing)}
        </p>
        {mayDraw ? (
          <div className="setup-buttons">
            <Button
              fullWidth
              variant={missing === 0 ? 'default' : 'filled'}
              loading={busy === 'draft'}
              disabled={busy !== null}
              onClick={() => onUse(false)}
            >
              {labels.use}
            </Button>
            {missing === 0 && (
              <Button
                fullWidth
                leftSection={<Icon name="rocket" size={16} />}
                loading={busy === 'publish'}
                disabled={busy !== null}
                onClick={() => onUse(true)}
              >
                {labels.publish}
              </Button>
            )}
          </div>
        ) : (
          <Alert color="gray">{t.readOnly}</Alert>
        )}
      </div>
      {dialog}
    </section>
  );
};

interface NeedFieldProps {
  need: Need;
  connections: Connection[];
  connecting: Connecting | undefined;
  chosen: string | null;
  onChoose: (id: string | null) => void;
}

const NeedField = ({ need, connections, connecting, chosen, onChoose }: NeedFieldProps) => {
  const t = useGalleryTexts();
  const id = `need-${need.key}`;
  const fitting = connections.filter(({ connector }) => connector === need.connector);
  const create = () => connecting?.create([need.connector], (made) => onChoose(made.id));
  return (
    <div className="setup-field" data-missing={chosen === null || undefined}>
      <label htmlFor={id}>{t.connectors[need.connector] ?? need.connector}</label>
      <div className="setup-row">
        <Select
          id={id}
          placeholder={fitting.length > 0 ? t.choose : t.noneYet}
          data={fitting.map((one) => ({ value: one.id, label: one.name }))}
          value={chosen}
          clearable
          disabled={fitting.length === 0}
          onChange={onChoose}
        />
        {connecting &&
          (fitting.length === 0 ? (
            <Button variant="light" leftSection={<Icon name="plus" size={15} />} onClick={create}>
              {t.newConnection}
            </Button>
          ) : (
            <Tooltip label={t.newConnection}>
              <ActionIcon
                variant="default"
                size={36}
                aria-label={`${t.newConnection}: ${need.purpose}`}
                onClick={create}
              >
                <Icon name="plus" size={16} />
              </ActionIcon>
            </Tooltip>
          ))}
      </div>
      <small>{need.purpose}</small>
    </div>
  );
};
