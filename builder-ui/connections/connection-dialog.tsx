import { Button, Group, Modal, Stack, Text, TextInput, UnstyledButton } from '@mantine/core';
import { useMemo, useState } from 'react';
import { inLocale, type JsonObject } from '#flow/json.ts';
import type { Problem } from '#flow/problem.ts';
import { api } from '../api-client.ts';
import { ApiError } from '../api-error.ts';
import type { ConnectionKind } from '../api-types.ts';
import { startValue } from '../document/schema.ts';
import { apiProblems } from '../form/api-problems.ts';
import { Form } from '../form/form.tsx';
import { PLAIN_FORM } from '../form/form-context.ts';
import { LiteralControl } from '../form/literal-control.tsx';
import { Icon } from '../icons/icon.tsx';
import { toastDone, toastError } from '../shell/toasts.tsx';
import { useLocale, useTexts } from '../texts/texts.ts';

interface ConnectionDialogProps {
  opened: boolean;
  kinds: ConnectionKind[];
  onClose: () => void;
  onCreated: () => void;
}

/** First the kind, then its name and fields; what the API complains of stands at the field. */
export const ConnectionDialog = ({ opened, kinds, onClose, onCreated }: ConnectionDialogProps) => {
  const t = useTexts();
  const locale = useLocale();
  const [kind, setKind] = useState<ConnectionKind | null>(null);
  const close = () => {
    setKind(null);
    onClose();
  };
  return (
    <Modal opened={opened} onClose={close} title={kind ? inLocale(kind.title, locale) : t.connections.create} size="lg">
      {kind ? (
        <ConnectionForm
          kind={kind}
          onBack={() => setKind(null)}
          onCreated={() => {
            setKind(null);
            onCreated();
          }}
        />
      ) : (
        <Stack gap={6}>
          {kinds.map((one) => (
            <UnstyledButton key={one.connector} className="kind" data-group="http" onClick={() => setKind(one)}>
              <span className="node-tile">
                <Icon name={one.icon} size={20} />
              </span>
              <span className="row-words">
                <strong>{inLocale(one.title, locale)}</strong>
                <small>{inLocale(one.description, locale)}</small>
              </span>
              <Icon name="chevron-right" size={16} />
            </UnstyledButton>
          ))}
        </Stack>
      )}
    </Modal>
  );
};

interface ConnectionFormProps {
  kind: ConnectionKind;
  onBack: () => void;
  onCreated: () => void;
}

const ConnectionForm = ({ kind, onBack, onCreated }: ConnectionFormProps) => {
  const t = useTexts();
  const locale = useLocale();
  const [name, setName] = useState('');
  const [fields, setFields] = useState<JsonObject>(() => (startValue(kind.schema) ?? {}) as JsonObject);
  const [problems, setProblems] = useState<Problem[]>([]);
  const [busy, setBusy] = useState(false);
  const world = useMemo(() => ({ ...PLAIN_FORM, problems }), [problems]);
  const create = async () => {
    setBusy(true);
    setProblems([]);
    try {
      await api.createConnection({ ...fields, connector: kind.connector, name });
      toastDone(t.connections.created(name));
      onCreated();
    } catch (error) {
      if (error instanceof ApiError && error.problem.errors) setProblems(apiProblems(error, t.form.faults));
      else toastError(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Form world={world}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void create();
        }}
      >
        <Stack gap="md">
          <Text size="sm" c="dimmed">
            {inLocale(kind.description, locale)}
          </Text>
          <TextInput
            label={t.common.name}
            required
            data-autofocus
            value={name}
            error={problems.find(({ field }) => field === '/name')?.message}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <LiteralControl
            id="connection"
            name="connection"
            schema={kind.schema}
            pointer=""
            value={fields}
            onChange={(next) => setFields(next as JsonObject)}
            invalid={false}
            required
            literal
          />
          <Group justify="space-between">
            <Button variant="subtle" color="gray" leftSection={<Icon name="chevron-left" size={16} />} onClick={onBack}>
              {t.common.back}
            </Button>
            <Button type="submit" loading={busy} disabled={name.trim() === ''}>
              {t.common.save}
            </Button>
          </Group>
        </Stack>
      </form>
    </Form>
  );
};
