import { Button, Select } from '@mantine/core';
import { Icon } from '../icons/icon.tsx';
import { setSearch, usePlace } from '../router.ts';
import { PagedRows } from '../shell/paged-rows.tsx';
import { EmptyState } from '../shell/states.tsx';
import { usePages } from '../use-pages.ts';
import { useQuery } from '../use-query.ts';
import { CallRow } from './call-row.tsx';
import { listCalls, listKeys } from './developers-api.ts';
import { useDevelopersTexts } from './developers-texts.ts';

/** What programs asked of the API, newest first. */
export const CallsPart = () => {
  const t = useDevelopersTexts();
  const { search } = usePlace();
  const [key, status] = [search.get('key') ?? '', search.get('status') ?? ''];
  const list = usePages(`calls?${key}&${status}`, (cursor) =>
    listCalls({ ...(key ? { key } : {}), ...(status ? { status } : {}), ...(cursor ? { cursor } : {}) }),
  );
  const filtered = key !== '' || status !== '';
  return (
    <>
      <p className="developer-help">{t.callsHelp}</p>
      <Filters apiKey={key} status={status} reload={list.reload} />
      <PagedRows
        list={list}
        skeleton={{ height: 44 }}
        row={(call) => <CallRow key={call.id} call={call} onDone={list.reload} />}
        none={
          <EmptyState
            icon={filtered ? 'search' : 'list'}
            title={filtered ? t.noneFound : t.noCalls}
            text={filtered ? '' : t.noCallsHelp}
          >
            {filtered && (
              <Button variant="default" mt="sm" onClick={() => setSearch({ key: null, status: null })}>
                {t.clear}
              </Button>
            )}
          </EmptyState>
        }
      />
    </>
  );
};

/** A sentence with two holes, kept in the address. */
const Filters = ({ apiKey, status, reload }: { apiKey: string; status: string; reload: () => void }) => {
  const t = useDevelopersTexts();
  const keys = useQuery('api-keys', () => listKeys());
  return (
    <div className="call-filters">
      <span>{t.show}</span>
      <Select
        size="xs"
        aria-label={t.show}
        placeholder={t.anyStatus}
        clearable
        data={Object.entries(t.statuses).map(([value, label]) => ({ value, label }))}
        value={status || null}
        onChange={(value) => setSearch({ status: value })}
      />
      <span>{t.ofKey}</span>
      <Select
        size="xs"
        aria-label={t.ofKey}
        placeholder={t.anyKey}
        clearable
        searchable
        data={(keys.data?.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        value={apiKey || null}
        onChange={(value) => setSearch({ key: value })}
      />
      <Button size="xs" variant="default" leftSection={<Icon name="refresh" size={14} />} onClick={reload}>
        {t.refresh}
      </Button>
    </div>
  );
};
