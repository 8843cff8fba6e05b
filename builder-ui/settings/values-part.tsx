import { ActionIcon, Button, Group, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Json, JsonObject } from '#flow/json.ts';
import { Icon } from '../icons/icon.tsx';
import { useTexts } from '../texts/texts.ts';
import type { PartProps } from './settings-page.tsx';
import { useSettingsTexts } from './settings-texts.ts';
import { useSaving } from './use-saving.ts';
import { readValue, writeValue } from './value-text.ts';

interface Row {
  key: string;
  name: string;
  text: string;
}

const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/;

const rowsOf = (settings: JsonObject): Row[] =>
  Object.entries(settings).map(([name, value]) => ({ key: name, name, text: writeValue(value as Json) }));

/** What flows read as `tenant.settings`. */
export const ValuesPart = ({ tenant, mayWrite }: PartProps) => {
  const t = useSettingsTexts();
  const texts = useTexts();
  const { busy, save } = useSaving();
  const [rows, setRows] = useState(() => rowsOf(tenant.settings));
  const change = (key: string, next: Partial<Row>) =>
    setRows((all) => all.map((row) => (row.key === key ? { ...row, ...next } : row)));
  const faultOf = ({ key, name }: Row): string | undefined => {
    if (!NAME.test(name)) return t.badName;
    return rows.some((row) => row.key !== key && row.name === name) ? t.sameName : undefined;
  };
  const faulty = rows.some((row) => faultOf(row) !== undefined);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void save({ settings: Object.fromEntries(rows.map(({ name, text }) => [name, readValue(text)])) });
      }}
    >
      <p className="settings-help">{t.valuesHelp}</p>
      <p className="settings-note" role="note">
        <Icon name="alert-triangle" size={18} />
        <span>{t.valuesWarning}</span>
      </p>
      <Stack gap="sm">
        {rows.length === 0 && <p className="settings-help">{t.noValues}</p>}
        <div className="settings-values">
          {rows.map((row) => (
            <div key={row.key} className="settings-value">
              <TextInput
                aria-label={t.valueName}
                placeholder={t.valueName}
                classNames={{ input: 'mono' }}
                value={row.name}
                readOnly={!mayWrite}
                error={row.name === '' ? undefined : faultOf(row)}
                autoFocus={row.name === ''}
                onChange={(event) => change(row.key, { name: event.currentTarget.value })}
              />
              <TextInput
                aria-label={`${t.value}: ${row.name}`}
                placeholder={t.valueHelp}
                classNames={{ input: 'mono' }}
                value={row.text}
                readOnly={!mayWrite}
                onChange={(event) => change(row.key, { text: event.currentTarget.value })}
              />
              {mayWrite && (
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size={36}
                  aria-label={t.removeValue(row.name)}
                  onClick={() => setRows((all) => all.filter(({ key }) => key !== row.key))}
                >
                  <Icon name="trash" size={16} />
                </ActionIcon>
              )}
            </div>
          ))}
        </div>
        {mayWrite && (
          <Group gap="xs">
            <Button type="submit" loading={busy} disabled={faulty}>
              {texts.common.save}
            </Button>
            <Button
              variant="default"
              leftSection={<Icon name="plus" size={16} />}
              onClick={() => setRows((all) => [...all, { key: crypto.randomUUID(), name: '', text: '' }])}
            >
              {t.addValue}
            </Button>
          </Group>
        )}
      </Stack>
    </form>
  );
};
