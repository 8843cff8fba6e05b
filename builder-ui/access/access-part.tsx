import { Button, Group, NumberInput, Select, Stack, Switch, Textarea, Title } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { ApiError } from '../api-error.ts';
import { Link } from '../shell/link.tsx';
import { useMay } from '../shell/session.ts';
import { ErrorState, RowsSkeleton } from '../shell/states.tsx';
import { toastDone, toastError } from '../shell/toasts.tsx';
import { useQuery } from '../use-query.ts';
import { type AccessPolicy, type LoadedPolicy, loadPolicy, savePolicy } from './access-api.ts';
import { useAccessTexts } from './access-texts.ts';
import { DomainsPart } from './domains-part.tsx';
import { SsoPart } from './sso-part.tsx';

/** What the account asks of whoever comes, and its domains. */
export const AccessPart = () => {
  const t = useAccessTexts();
  const mayWrite = useMay('security:write');
  const { data, error, reload, set } = useQuery('access-policy', loadPolicy);
  return (
    <Stack gap="lg" maw={620}>
      <p className="settings-help">{t.help}</p>
      {data ? (
        <PolicyForm key={data.etag} held={data} mayWrite={mayWrite} onSaved={set} onStale={reload} />
      ) : error === undefined ? (
        <RowsSkeleton rows={4} />
      ) : (
        <ErrorState error={error} retry={reload} />
      )}
      <Title order={2} size="h4">
        {t.domains}
      </Title>
      <DomainsPart mayWrite={mayWrite} />
      <SsoPart mayWrite={mayWrite} />
    </Stack>
  );
};

interface PolicyFormProps {
  held: LoadedPolicy;
  mayWrite: boolean;
  onSaved: (held: LoadedPolicy) => void;
  onStale: () => void;
}

const linesOf = (text: string): string[] =>
  text
    .split(/[\s,;]+/)
    .map((line) => line.trim())
    .filter(Boolean);

/** One of the offered times; what was set by the API and is none of them stays as it is. */
const choices = (words: Record<string, string>, now: string) =>
  [...Object.keys(words), ...(now in words ? [] : [now])]
    .toSorted((a, b) => (a === 'never' ? -1 : b === 'never' ? 1 : Number(a) - Number(b)))
    .map((value) => ({ value, label: words[value] ?? value }));

/** Who saves would be kept out, by the addresses or for want of a second step, or these lines are no addresses. */
type Fault = 'out' | 'twoStep' | string[] | null;

const faultOf = (error: unknown, given: readonly string[]): Fault => {
  const faults = (error instanceof ApiError && error.problem.errors) || [];
  if (faults.some(({ pointer, code }) => pointer === '/ipAllow' && code === 'locks_out')) return 'out';
  if (faults.some(({ pointer }) => pointer === '/requireTwoStep')) return 'twoStep';
  const lines = new Set(faults.flatMap(({ pointer }) => /^\/ipAllow\/(\d+)$/.exec(pointer)?.[1] ?? []));
  return lines.size === 0 ? null : [...lines].map((n) => given[Number(n)] ?? '');
};

interface IpFieldProps {
  text: string;
  yourIp: string;
  disabled: boolean;
  fault: Fault;
  onChange: (text: string) => void;
}

const IpField = ({ text, yourIp, disabled, fault, onChange }: IpFieldProps) => {
  const t = useAccessTexts();
  return (
    <>
      <Textarea
        label={t.ips}
        description={t.ipsHelp(yourIp)}
        autosize
        minRows={2}
        disabled={disabled}
        value={text}
        error={fault === 'out' ? t.out : Array.isArray(fault) && t.noAddress(fault.join(', '))}
        onChange={(event) => onChange(event.currentTarget.value)}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
      />
      {fault === 'out' && (
        <Button
          variant="default"
          size="xs"
          style={{ alignSelf: 'start' }}
          onClick={() => onChange([...linesOf(text), yourIp].join('\n'))}
        >
          {t.addMine}
        </Button>
      )}
    </>
  );
};

const PolicyForm = ({ held, mayWrite, onSaved, onStale }: PolicyFormProps) => {
  const t = useAccessTexts();
  const [policy, setPolicy] = useState<AccessPolicy>(held.policy);
  const [ips, setIps] = useState(held.policy.ipAllow.join('\n'));
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<Fault>(null);
  const change = (part: Partial<AccessPolicy>) => setPolicy({ ...policy, ...part });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setFault(null);
    try {
      onSaved(await savePolicy({ ...policy, ipAllow: linesOf(ips) }, held.etag));
      toastDone(t.saved);
    } catch (error) {
      const found = faultOf(error, linesOf(ips));
      if (found) setFault(found);
      else toastError(error);
      if (error instanceof ApiError && error.status === 412) onStale();
    } finally {
      setBusy(false);
    }
  };
  const idle = String(policy.idleMinutes ?? 'never');
  const hours = String(policy.sessionHours ?? 'never');
  const numberOf = (value: string | null) => (value === null || value === 'never' ? null : Number(value));
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack>
        <IpField
          text={ips}
          yourIp={held.yourIp}
          disabled={!mayWrite}
          fault={fault}
          onChange={(text) => {
            setIps(text);
            setFault(null);
          }}
        />
        <NumberInput
          label={t.password}
          suffix={t.characters}
          min={10}
          max={128}
          disabled={!mayWrite}
          value={policy.passwordLength}
          onChange={(value) => typeof value === 'number' && change({ passwordLength: value })}
        />
        <Group grow align="end">
          <Select
            label={t.idle}
            data={choices(t.idles, idle)}
            value={idle}
            allowDeselect={false}
            disabled={!mayWrite}
            onChange={(value) => change({ idleMinutes: numberOf(value) })}
          />
          <Select
            label={t.session}
            data={choices(t.sessions, hours)}
            value={hours}
            allowDeselect={false}
            disabled={!mayWrite}
            onChange={(value) => change({ sessionHours: numberOf(value) })}
          />
        </Group>
        <Switch
          label={t.twoStep}
          description={t.twoStepHelp}
          disabled={!mayWrite}
          checked={policy.requireTwoStep}
          error={fault === 'twoStep' && t.ownFirst}
          onChange={(event) => change({ requireTwoStep: event.currentTarget.checked })}
        />
        {fault === 'twoStep' && <Link href="/account">{t.turnOnMine}</Link>}
        {mayWrite && (
          <Group>
            <Button type="submit" loading={busy}>
              {t.save}
            </Button>
          </Group>
        )}
      </Stack>
    </form>
  );
};
