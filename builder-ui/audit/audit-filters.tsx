import { Button, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import { Icon } from '../icons/icon.tsx';
import { setSearch } from '../router.ts';
import { useQuery } from '../use-query.ts';
import { type AuditFilter, listActors } from './audit-api.ts';
import { useAuditTexts } from './audit-texts.ts';

const CLEARED = { q: null, actor: null, kind: null, from: null, to: null };

/** Filters live in the address; what is typed gets there a moment later. */
export const AuditFilters = ({ filter, filtered }: { filter: AuditFilter; filtered: boolean }) => {
  const t = useAuditTexts();
  const actors = useQuery('audit-actors', listActors).data ?? [];
  const [typed, setTyped] = useState(filter.q);
  const [told, setTold] = useState(filter.q);
  const tell = useDebouncedCallback((q: string) => {
    setTold(q);
    setSearch({ q: q || null });
  }, 250);
  if (told !== filter.q) {
    setTold(filter.q);
    setTyped(filter.q);
  }
  const people = actors.map(({ actor, name }) => ({ value: actor, label: name ?? actor }));
  const kinds = Object.entries(t.kinds).map(([value, label]) => ({ value, label }));
  return (
    <div className="audit-filters">
      <TextInput
        className="audit-search"
        leftSection={<Icon name="search" size={16} />}
        aria-label={t.search}
        placeholder={t.search}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          tell(event.currentTarget.value);
        }}
      />
      <Select
        aria-label={t.who}
        placeholder={t.anyone}
        data={people}
        value={filter.actor || null}
        searchable
        clearable
        onChange={(actor) => setSearch({ actor })}
      />
      <Select
        aria-label={t.what}
        placeholder={t.anything}
        data={kinds}
        value={filter.kind || null}
        clearable
        onChange={(kind) => setSearch({ kind })}
      />
      <TextInput
        type="date"
        aria-label={t.from}
        value={filter.from}
        max={filter.to || undefined}
        onChange={(event) => setSearch({ from: event.currentTarget.value || null })}
      />
      <TextInput
        type="date"
        aria-label={t.to}
        value={filter.to}
        min={filter.from || undefined}
        onChange={(event) => setSearch({ to: event.currentTarget.value || null })}
      />
      {filtered && (
        <Button variant="subtle" onClick={() => setSearch(CLEARED)}>
          {t.clear}
        </Button>
      )}
    </div>
  );
};
