import { Badge, Button, Group } from '@mantine/core';
import { Icon } from '../icons/icon.tsx';
import { setSearch } from '../router.ts';
import { ErrorState, RowsSkeleton } from '../shell/states.tsx';
import { toastDone } from '../shell/toasts.tsx';
import { useQuery } from '../use-query.ts';
import { type AdminTenant, findTenants, type Place, placeTenant, tenantDeed } from './admin-api.ts';
import { useAdminTexts } from './admin-texts.ts';
import type { Deed } from './reason-dialog.tsx';
import { isMoving, MoveMenu, PlaceBadge, useLookWhileMoving } from './tenant-move.tsx';

export const TenantRows = ({ q, ask }: { q: string; ask: (deed: Deed) => void }) => {
  const t = useAdminTexts();
  const { data, error, reload } = useQuery(`admin tenants ${q}`, () => findTenants(q));
  useLookWhileMoving(data, reload);
  if (!data) return error === undefined ? <RowsSkeleton rows={5} /> : <ErrorState error={error} retry={reload} />;
  if (data.length === 0) return <p className="settings-help">{t.none}</p>;
  const deedOf = ({ id, name, status }: AdminTenant): Deed => {
    const deed = status === 'active' ? 'suspend' : 'resume';
    return {
      title: `${t[deed]}: ${name}`,
      text: t.ask[deed],
      confirm: t[deed],
      danger: deed === 'suspend',
      act: async (reason) => {
        await tenantDeed(id, deed, reason);
        toastDone(t.done);
        reload();
      },
    };
  };
  const moveOf = (tenant: AdminTenant, place: Place): Deed => {
    const { id, name } = tenant;
    const [word, text] = isMoving(tenant) ? [t.takeBack, t.takeBackAsk] : [t.move[place], t.ask[place]];
    return {
      title: `${word}: ${name}`,
      text,
      confirm: word,
      danger: false,
      act: async (reason) => {
        await placeTenant(id, place, reason);
        reload();
      },
    };
  };
  return (
    <ul className="rows" aria-label={t.tenants}>
      {data.map((tenant) => (
        <li key={tenant.id} className="row">
          <span className="row-main">
            <span className="row-icon" data-group="data">
              <Icon name="building" size={18} />
            </span>
            <span className="row-words">
              <strong>{tenant.name}</strong>
              <small>
                {tenant.slug} · {tenant.plan} · {t.people(tenant.members)}
                {tenant.reason ? ` · ${tenant.reason}` : ''}
              </small>
            </span>
          </span>
          <Group gap="xs" justify="flex-end" className="person-tools">
            <span className="row-badges">
              <PlaceBadge tenant={tenant} />
              {tenant.status !== 'active' && (
                <Badge color="red" variant="light" tt="none" fw={550}>
                  {t.status[tenant.status]}
                </Badge>
              )}
            </span>
            <Button
              size="xs"
              variant="default"
              aria-label={t.showPeopleOf(tenant.name)}
              onClick={() => setSearch({ tenant: tenant.id })}
            >
              {t.showPeople}
            </Button>
            {tenant.status !== 'deleting' && (
              <Button
                size="xs"
                variant="default"
                aria-label={`${t[tenant.status === 'active' ? 'suspend' : 'resume']}: ${tenant.name}`}
                onClick={() => ask(deedOf(tenant))}
              >
                {tenant.status === 'active' ? t.suspend : t.resume}
              </Button>
            )}
            {tenant.status !== 'deleting' && (
              <MoveMenu tenant={tenant} onMove={(place) => ask(moveOf(tenant, place))} />
            )}
          </Group>
        </li>
      ))}
    </ul>
  );
};
