import { Button, Group, SegmentedControl, Stack, TextInput, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { Icon } from '../icons/icon.tsx';
import { navigate, setSearch, usePlace } from '../router.ts';
import '../settings/settings.css';
import { useNamed } from '../shell/place-name.ts';
import { useSession } from '../shell/session.ts';
import { EmptyState } from '../shell/states.tsx';
import '../people/people.css';
import { useAdminTexts } from './admin-texts.ts';
import { NewTenant } from './new-tenant.tsx';
import { type Deed, ReasonDialog } from './reason-dialog.tsx';
import { TenantRows } from './tenant-rows.tsx';
import { UserRows } from './user-rows.tsx';

/** What operators see and do across accounts. What stands in the address: the list, and whose people. */
export const AdminPage = () => {
  const t = useAdminTexts();
  useNamed(t.title);
  const { search } = usePlace();
  const operator = useSession()?.operator ?? false;
  const [text, setText] = useState('');
  const [q] = useDebouncedValue(text.trim(), 250);
  const [deed, setDeed] = useState<Deed | null>(null);
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState(0);
  const tenant = search.get('tenant');
  const list = tenant !== null || search.get('list') === 'users' ? 'users' : 'tenants';
  if (!operator) return <EmptyState level={1} icon="ban" title={t.title} text={t.notOperator} />;
  return (
    <Stack gap="md">
      <header className="page-head">
        <Title order={1}>{t.title}</Title>
        <Group gap="xs">
          <Button
            variant="default"
            leftSection={<Icon name="credit-card" size={16} />}
            onClick={() => navigate('/admin/billing')}
          >
            {t.billing}
          </Button>
          <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setMaking(true)}>
            {t.create.open}
          </Button>
        </Group>
      </header>
      <p className="settings-help">{t.help}</p>
      <SegmentedControl
        value={list}
        onChange={(next) => setSearch({ list: next === 'users' ? 'users' : null, tenant: null })}
        data={[
          { value: 'tenants', label: t.tenants },
          { value: 'users', label: t.users },
        ]}
        maw={320}
      />
      <TextInput
        aria-label={t.find}
        placeholder={t.find}
        leftSection={<Icon name="search" size={15} />}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {list === 'tenants' ? (
        <TenantRows key={made} q={q} ask={setDeed} />
      ) : (
        <UserRows q={q} tenant={tenant} ask={setDeed} />
      )}
      <NewTenant
        opened={making}
        onClose={() => setMaking(false)}
        onMade={() => {
          setMade((n) => n + 1);
          setText('');
          setSearch({ list: null, tenant: null });
        }}
      />
      <ReasonDialog deed={deed} onClose={() => setDeed(null)} />
    </Stack>
  );
};
