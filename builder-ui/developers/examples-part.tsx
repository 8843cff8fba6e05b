import { Group, SegmentedControl, Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { api } from '../api-client.ts';
import { CopyIcon } from '../shell/copy-text.tsx';
import { useMay } from '../shell/session.ts';
import { ErrorState, RowsSkeleton } from '../shell/states.tsx';
import { useQuery } from '../use-query.ts';
import { type ApiOperation, loadOperations } from './developers-api.ts';
import { useDevelopersTexts } from './developers-texts.ts';
import { INSTALLS, LANGUAGES, type SnippetLanguage, snippet } from './snippet.ts';

const FIRST = 'POST /v1/flows/{flow}/runs';
const idOf = ({ method, path }: ApiOperation): string => `${method} ${path}`;

/** Calls by what they are about, as the document groups them. */
const grouped = (operations: readonly ApiOperation[]) => {
  const groups = new Map<string, { value: string; label: string }[]>();
  for (const one of operations)
    groups.set(one.tag, [...(groups.get(one.tag) ?? []), { value: idOf(one), label: `${one.summary} · ${idOf(one)}` }]);
  return [...groups].map(([group, items]) => ({ group, items }));
};

/** Code of a call in three languages, with the account's own address and flows. */
export const ExamplesPart = () => {
  const t = useDevelopersTexts();
  const operations = useQuery('api-operations', loadOperations);
  const mayRead = useMay('flows:read');
  const flows = useQuery(`flows-for-examples/${mayRead}`, async () => (mayRead ? await api.flows() : null));
  const [chosen, setChosen] = useState(FIRST);
  const [flow, setFlow] = useState<string | null>(null);
  const [language, setLanguage] = useState<SnippetLanguage>('curl');
  if (operations.error !== undefined && !operations.data)
    return <ErrorState error={operations.error} retry={operations.reload} />;
  if (!operations.data) return <RowsSkeleton rows={4} />;
  const operation = operations.data.find((one) => idOf(one) === chosen) ?? operations.data[0];
  if (!operation) return null;
  const choices = (flows.data?.data ?? []).map(({ id, name }) => ({ value: id, label: name }));
  const used = flow ?? choices[0]?.value;
  const code = snippet(language, {
    method: operation.method,
    origin: window.location.origin,
    path: operation.path,
    values: used ? { flow: used } : {},
    body: operation.example,
    sdk: operation.sdk,
  });
  return (
    <Stack gap="sm" maw={860}>
      <p className="developer-help">{t.examplesHelp}</p>
      <Select
        label={t.call}
        searchable
        allowDeselect={false}
        maxDropdownHeight={360}
        // The document of the API is in English alone: whoever has the page read aloud hears it as that.
        lang="en"
        scrollAreaProps={{ lang: 'en' }}
        data={grouped(operations.data)}
        value={idOf(operation)}
        onChange={(value) => value && setChosen(value)}
      />
      {operation.path.includes('{flow}') && choices.length > 0 && (
        <Select
          label={t.flow}
          searchable
          allowDeselect={false}
          data={choices}
          value={used ?? null}
          onChange={setFlow}
        />
      )}
      <Group justify="space-between">
        <SegmentedControl
          size="xs"
          data={[...LANGUAGES]}
          value={language}
          onChange={(value) => setLanguage(value as SnippetLanguage)}
        />
        <Text size="sm" c="dimmed">
          {t.keyHint}
        </Text>
      </Group>
      {code === null ? (
        <p className="developer-help">{t.notInSdk}</p>
      ) : (
        <div className="example-box">
          {/* It takes the focus, for long lines are read by arrows. */}
          <pre className="example-code mono" tabIndex={0}>
            <code>{code}</code>
          </pre>
          <span className="example-copy">
            <CopyIcon text={code} />
          </span>
        </div>
      )}
      {code !== null && INSTALLS[language] && (
        <p className="developer-help">
          {t.install} <code className="mono example-install">{INSTALLS[language]}</code>
        </p>
      )}
    </Stack>
  );
};
