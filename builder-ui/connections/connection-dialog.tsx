import { Alert, Button, Group, Modal, Stack, Text, TextInput, UnstyledButton } from '@mantine/core';
import { type FormEvent, useEffect, useMemo, useRef, useState } from 'react';
import { inLocale, type JsonObject } from '#flow/json.ts';
import type { Problem } from '#flow/problem.ts';
import { ApiError } from '../api-error.ts';
import type { Connection, ConnectionKind } from '../api-types.ts';
import { startValue } from '../document/schema.ts';
import { apiProblems } from '../form/api-problems.ts';
import { Form } from '../form/form.tsx';
import { PLAIN_FORM } from '../form/form-context.ts';
import { LiteralControl } from '../form/literal-control.tsx';
import { Icon } from '../icons/icon.tsx';
import { toastDone, toastError } from '../shell/toasts.tsx';
import { useLocale, useTexts } from '../texts/texts.ts';
import { connectionState } from './connection-state.ts';
import { connectionsApi } from './connections-api.ts';
import { useConnectionsTexts } from './connections-texts.ts';
import { ProviderChoice } from './provider-choice.tsx';
import { SignInButton } from './sign-in-button.tsx';

interface ConnectionDialogProps {
  opened: boolean;
  /** Of one there is nothing to choose. */
  kinds: ConnectionKind[];
  onClose: () => void;
  /** It is kept; whether it passed its test, it says itself. */
  onCreated: (made: Connection) => void;
}

/** First the kind, then its name and fields; what the API complains of stands at the field, and so does the test. */
export const ConnectionDialog = ({ opened, kinds, onClose, onCreated }: ConnectionDialogProps) => {
  const t = useConnectionsTexts();
  const locale = useLocale();
  const [picked, setPicked] = useState<ConnectionKind | null>(null);
  const kind = picked ?? (kinds.length === 1 ? (kinds[0] ?? null) : null);
  const close = () => {
    setPicked(null);
    onClose();
  };
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={kind ? t.createFor(inLocale(kind.title, locale)) : t.create}
      size="lg"
      keepMounted={false}
    >
      {kind ? (
        <ConnectionForm
          key={kind.connector}
          kind={kind}
          onBack={kinds.length > 1 ? () => setPicked(null) : undefined}
          onCreated={(made) => {
            setPicked(null);
            onCreated(made);
          }}
        />
      ) : (
        <Kinds kinds={kinds} onChoose={setPicked} />
      )}
    </Modal>
  );
};

const Kinds = ({ kinds, onChoose }: { kinds: ConnectionKind[]; onChoose: (kind: ConnectionKind) => void }) => {
  const locale = useLocale();
  return (
    <Stack gap={6}>
      {kinds.map((one) => (
        <UnstyledButton key={one.connector} className="kind" data-group="http" onClick={() => onChoose(one)}>
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
  );
};

interface ConnectionFormProps {
  kind: ConnectionKind;
  onBack: (() => void) | undefined;
  onCreated: (made: Connection) => void;
}

/** Keeps what is written (once made, it is changed), then tries it. */
const useSaving = (kind: ConnectionKind, onCreated: (made: Connection) => void) => {
  const t = useTexts();
  const own = useConnectionsTexts();
  const [problems, setProblems] = useState<Problem[]>([]);
  const [busy, setBusy] = useState(false);
  const [kept, setKept] = useState<Connection | null>(null);
  const save = async (name: string, fields: JsonObject) => {
    setBusy(true);
    setProblems([]);
    try {
      const body = { ...fields, name };
      const made = kept
        ? await connectionsApi.change(kept.id, body)
        : await connectionsApi.create({ ...body, connector: kind.connector });
      setKept(made);
      // There is nothing to try before somebody has signed in.
      if (made.signIn?.state === 'needed') return;
      const tested = await connectionsApi.test(made.id);
      setKept(tested);
      if (tested.testError !== null) return;
      toastDone(own.readyTitle(name));
      onCreated(tested);
    } catch (error) {
      if (error instanceof ApiError && error.problem.errors) setProblems(apiProblems(error, t.form.faults));
      else toastError(error);
    } finally {
      setBusy(false);
    }
  };
  /** Somebody has signed in: it is tried, and whether it passed, it says itself. */
  const finish = async (signedIn: Connection) => {
    const tested = await connectionsApi.test(signedIn.id).catch(() => signedIn);
    onCreated(tested);
  };
  return { problems, busy, kept, save, finish };
};

const ConnectionForm = ({ kind, onBack, onCreated }: ConnectionFormProps) => {
  const t = useTexts();
  const own = useConnectionsTexts();
  const locale = useLocale();
  const [name, setName] = useState('');
  const [fields, setFields] = useState<JsonObject>(() => (startValue(kind.schema) ?? {}) as JsonObject);
  const { problems, busy, kept, save, finish } = useSaving(kind, onCreated);
  const world = useMemo(() => ({ ...PLAIN_FORM, problems }), [problems]);
  const why = kept && connectionState(kept).why;
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    // What lacks is where one goes on; the focus would be lost with the button that rested.
    const faulty = form.current?.querySelector('.field-problem')?.closest('.field');
    faulty?.querySelector<HTMLElement>('input, textarea, [role="textbox"], button')?.focus();
  }, [problems]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // The dialog may stand inside of another form of the page.
    event.stopPropagation();
    void save(name.trim(), fields);
  };
  return (
    <Form world={world}>
      <form onSubmit={submit} ref={form}>
        <Stack gap="md">
          <Text size="sm" c="dimmed">
            {inLocale(kind.description, locale)}
          </Text>
          <TextInput
            label={t.common.name}
            required
            data-autofocus
            value={name}
            maxLength={100}
            placeholder={own.namePlaceholder(inLocale(kind.title, locale))}
            error={problems.find(({ field }) => field === '/name')?.message}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          {kind.connector === 'http' && !kept && <ProviderChoice fields={fields} onFill={setFields} />}
          <LiteralControl
            id="new-connection"
            name="connection"
            schema={kind.schema}
            pointer=""
            value={fields}
            onChange={(next) => setFields(next as JsonObject)}
            invalid={false}
            required
            literal
          />
          {why && (
            <Alert color="red" title={own.failedTitle} icon={<Icon name="alert-triangle" size={16} />} role="alert">
              {why} {own.fixIt}
            </Alert>
          )}
          {kept?.signIn?.state === 'needed' && (
            <Alert color="brand" variant="light" role="status" icon={<Icon name="user" size={16} />}>
              <Stack gap="xs" align="flex-start">
                {own.signInNext}
                <SignInButton connection={kept} onSignedIn={(now) => void finish(now)} />
              </Stack>
            </Alert>
          )}
          <Group justify="space-between">
            {onBack && !kept ? (
              <Button
                variant="subtle"
                color="gray"
                leftSection={<Icon name="chevron-left" size={16} />}
                onClick={onBack}
              >
                {t.common.back}
              </Button>
            ) : (
              <span />
            )}
            <Group gap="xs">
              {why && (
                <Button variant="default" onClick={() => kept && onCreated(kept)}>
                  {own.useAnyway}
                </Button>
              )}
              <Button type="submit" loading={busy} disabled={name.trim() === ''}>
                {own.saveAndTest}
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Form>
  );
};
