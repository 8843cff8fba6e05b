import { Button, Checkbox, Collapse, Group, NumberInput, Radio, Stack, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { dayField, endOfDay } from '../shell/day-field.ts';
import { useTexts } from '../texts/texts.ts';
import { useQuery } from '../use-query.ts';
import { type ApiKey, type KeyFields, listScopes } from './developers-api.ts';
import { useDevelopersTexts } from './developers-texts.ts';

const KINDS = {
  start: ['flows:read', 'runs:read', 'runs:write', 'events:read', 'events:write'],
  read: ['flows:read', 'runs:read', 'events:read', 'approvals:read', 'connections:read', 'data:read', 'tenant:read'],
  all: ['*'],
} as const;
type Kind = keyof typeof KINDS | 'own';

const kindOf = (scopes: readonly string[]): Kind => {
  const isSame = (kind: keyof typeof KINDS) =>
    KINDS[kind].length === scopes.length && KINDS[kind].every((scope) => scopes.includes(scope));
  return (['start', 'read', 'all'] as const).find(isSame) ?? 'own';
};

interface KeyFormProps {
  apiKey: ApiKey | null;
  busy: boolean;
  onClose: () => void;
  onSubmit: (fields: KeyFields) => void;
}

export const KeyForm = ({ apiKey, busy, onClose, onSubmit }: KeyFormProps) => {
  const t = useDevelopersTexts();
  const texts = useTexts();
  const [name, setName] = useState(apiKey?.name ?? '');
  const [scopes, setScopes] = useState<readonly string[]>(apiKey?.scopes ?? KINDS.start);
  const [until, setUntil] = useState(dayField(apiKey?.expiresAt));
  const [ips, setIps] = useState(apiKey?.allowedIps.join('\n') ?? '');
  const [perMinute, setPerMinute] = useState<number | ''>(apiKey?.perMinute ?? '');
  const [more, setMore] = useState(ips !== '' || perMinute !== '');
  const submit = () => {
    onSubmit({
      name: name.trim(),
      scopes: [...scopes],
      expiresAt: endOfDay(until, apiKey?.expiresAt),
      allowedIps: ips.split(/[\s,;]+/).filter(Boolean),
      perMinute: perMinute === '' ? null : perMinute,
    });
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
          label={t.keyName}
          description={t.keyNameHelp}
          required
          maxLength={100}
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <ScopesField scopes={scopes} onChange={setScopes} />
        <TextInput
          label={t.keyExpires}
          description={t.expiresHelp}
          type="date"
          value={until}
          onChange={(event) => setUntil(event.currentTarget.value)}
        />
        {!more && (
          <Button variant="subtle" size="compact-sm" w="fit-content" onClick={() => setMore(true)}>
            {t.more}
          </Button>
        )}
        <Collapse expanded={more}>
          <Stack>
            <Textarea
              label={t.allowedIps}
              description={t.allowedIpsHelp}
              autosize
              minRows={2}
              classNames={{ input: 'mono' }}
              value={ips}
              onChange={(event) => setIps(event.currentTarget.value)}
            />
            <NumberInput
              label={t.perMinute}
              description={t.perMinuteHelp}
              min={1}
              max={60_000}
              allowDecimal={false}
              value={perMinute}
              onChange={(value) => setPerMinute(typeof value === 'number' ? value : '')}
            />
          </Stack>
        </Collapse>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {texts.common.cancel}
          </Button>
          <Button type="submit" loading={busy} disabled={name.trim() === '' || scopes.length === 0}>
            {apiKey ? t.save : t.makeKey}
          </Button>
        </Group>
      </Stack>
    </form>
  );
};

/** Three usual kinds, or each right by itself. */
const ScopesField = ({ scopes, onChange }: { scopes: readonly string[]; onChange: (scopes: string[]) => void }) => {
  const t = useDevelopersTexts();
  const [kind, setKind] = useState<Kind>(() => kindOf(scopes));
  const groups = useQuery(kind === 'own' ? 'scopes' : null, listScopes);
  const choose = (next: Kind) => {
    setKind(next);
    if (next !== 'own') onChange([...KINDS[next]]);
    else if (scopes.includes('*')) onChange([]);
  };
  return (
    <>
      <Radio.Group label={t.keyScopes} value={kind} onChange={(value) => choose(value as Kind)}>
        <Stack gap={6} mt={6}>
          {(['start', 'read', 'all', 'own'] as const).map((value) => (
            <Radio key={value} value={value} label={t.scopeKinds[value]} />
          ))}
        </Stack>
      </Radio.Group>
      {kind === 'own' && (
        <div className="scope-groups">
          {groups.data?.data.map(({ title, scopes: group }) => (
            <fieldset key={title}>
              <legend>{title}</legend>
              {group.map(({ id, text }) => (
                <Checkbox
                  key={id}
                  size="xs"
                  label={text}
                  checked={scopes.includes(id)}
                  onChange={(event) =>
                    onChange(event.currentTarget.checked ? [...scopes, id] : scopes.filter((one) => one !== id))
                  }
                />
              ))}
            </fieldset>
          ))}
        </div>
      )}
    </>
  );
};
