import { ActionIcon, Button, Checkbox, Input, PasswordInput, TextInput } from '@mantine/core';
import { Icon } from '../icons/icon.tsx';
import { faultOf, type HeaderRow } from './header-rows.ts';
import { useWebhookTexts } from './webhooks-texts.ts';

const MOST = 20;

interface HeadersFieldProps {
  rows: readonly HeaderRow[];
  sameHost: boolean;
  onChange: (rows: HeaderRow[]) => void;
}

/** What is sent along beside our own headers; a secret one is sealed and never shown again. */
export const HeadersField = ({ rows, sameHost, onChange }: HeadersFieldProps) => {
  const t = useWebhookTexts();
  const change = (key: number, part: Partial<HeaderRow>) =>
    onChange(rows.map((row) => (row.key === key ? { ...row, ...part } : row)));
  const add = () => {
    const key = Math.max(-1, ...rows.map((row) => row.key)) + 1;
    onChange([...rows, { key, name: '', value: '', secret: true, kept: false }]);
  };
  return (
    <Input.Wrapper label={t.headers} description={t.headersHelp} labelElement="div">
      <div className="webhook-headers" role="group" aria-label={t.headers}>
        {rows.map((row, n) => (
          <HeaderLine
            key={row.key}
            row={row}
            n={n + 1}
            fault={faultOf(row, rows, sameHost)}
            onChange={(part) => change(row.key, part)}
            onRemove={() => onChange(rows.filter(({ key }) => key !== row.key))}
          />
        ))}
        {rows.length < MOST && (
          <Button
            variant="subtle"
            size="compact-sm"
            style={{ justifySelf: 'start' }}
            leftSection={<Icon name="plus" size={14} />}
            onClick={add}
          >
            {t.addHeader}
          </Button>
        )}
      </div>
    </Input.Wrapper>
  );
};

interface HeaderLineProps {
  row: HeaderRow;
  n: number;
  fault: ReturnType<typeof faultOf>;
  onChange: (part: Partial<HeaderRow>) => void;
  onRemove: () => void;
}

const HeaderLine = ({ row, n, fault, onChange, onRemove }: HeaderLineProps) => {
  const t = useWebhookTexts();
  const wrong = fault === null ? null : t.headerFaults[fault];
  const atName = fault === 'name' || fault === 'ours' || fault === 'twice';
  const Value = row.secret ? PasswordInput : TextInput;
  return (
    <div className="webhook-header">
      <TextInput
        aria-label={t.headerName(n)}
        placeholder="Authorization"
        spellCheck={false}
        autoComplete="off"
        maxLength={100}
        classNames={{ input: 'mono' }}
        value={row.name}
        // A sealed value belongs to its name.
        readOnly={row.kept}
        error={atName ? wrong : null}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <Value
        aria-label={t.headerValue(n)}
        placeholder={row.kept ? t.headerKept : t.headerValuePlain}
        spellCheck={false}
        autoComplete="off"
        classNames={{ input: 'mono' }}
        value={row.value}
        error={atName ? null : wrong}
        onChange={(event) => onChange({ value: event.currentTarget.value })}
      />
      <Checkbox
        label={t.headerSecret}
        checked={row.secret}
        disabled={row.kept}
        onChange={(event) => onChange({ secret: event.currentTarget.checked })}
      />
      <ActionIcon
        variant="subtle"
        color="gray"
        size={34}
        aria-label={t.removeHeader(row.name || String(n))}
        onClick={onRemove}
      >
        <Icon name="trash" size={16} />
      </ActionIcon>
    </div>
  );
};
