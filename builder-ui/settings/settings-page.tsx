import { Title } from '@mantine/core';
import { type ComponentType, useEffect, useRef } from 'react';
import { AiHelpPart } from '../ai-help/settings-part.tsx';
import { KeysPart } from '../developers/keys-part.tsx';
import { lazyPage } from '../shell/lazy-part.tsx';
import { Link } from '../shell/link.tsx';
import { useNamed } from '../shell/place-name.ts';
import { type Scope, useMay, useRights } from '../shell/session.ts';
import { ErrorState, NotYours, RowsSkeleton } from '../shell/states.tsx';
import { refreshTenant, useTenant } from '../shell/tenant.ts';
import { useQuery } from '../use-query.ts';
import { AboutPart } from './about-part.tsx';
import { BrandPart } from './brand-part.tsx';
import { GeneralPart } from './general-part.tsx';
import './settings.css';
import { useSettingsTexts } from './settings-texts.ts';
import { loadTenant, type Tenant } from './tenant-api.ts';
import { ValuesPart } from './values-part.tsx';

export interface PartProps {
  tenant: Tenant;
  /** Who may not, reads. */
  mayWrite: boolean;
}

const AuditPart = lazyPage<PartProps>(() => import('../audit/audit-part.tsx').then((part) => part.AuditPart));
const LettersPart = lazyPage<PartProps>(() =>
  import('../dead-letters/letters-part.tsx').then((part) => part.LettersPart),
);

const PeoplePart = lazyPage<PartProps>(() => import('../people/people-part.tsx').then((part) => part.PeoplePart));
const AccessPart = lazyPage<PartProps>(() => import('../access/access-part.tsx').then((part) => part.AccessPart));
const RolesPart = lazyPage<PartProps>(() => import('../people/roles-part.tsx').then((part) => part.RolesPart));

const DataPart = lazyPage<PartProps>(() => import('../privacy/data-part.tsx').then((part) => part.DataPart));
const ConsentsPart = lazyPage<PartProps>(() =>
  import('../privacy/consents-part.tsx').then((part) => part.ConsentsPart),
);

const ComputersPart = lazyPage<PartProps>(() =>
  import('../licences/computers-part.tsx').then((part) => part.ComputersPart),
);

const PARTS: Record<string, ComponentType<PartProps>> = {
  general: GeneralPart,
  brand: BrandPart,
  values: ValuesPart,
  ai: AiHelpPart,
  people: PeoplePart,
  roles: RolesPart,
  access: AccessPart,
  data: DataPart,
  consents: ConsentsPart,
  audit: AuditPart,
  lost: LettersPart,
  keys: KeysPart,
  computers: ComputersPart,
  about: AboutPart,
};
/** What one must be allowed to read there; the others are everybody's. */
const GUARDS: Partial<Record<string, Scope>> = {
  people: 'members:read',
  roles: 'members:read',
  access: 'security:read',
  consents: 'data:read',
  audit: 'audit:read',
  lost: 'runs:read',
  keys: 'keys:read',
};
/** Where a group begins in the list, for the eye. */
const BEGINS: ReadonlySet<string> = new Set(['people', 'data', 'audit', 'keys']);
/** These say themselves who may change them. */
const OWN_RIGHTS: ReadonlySet<string> = new Set([
  'about',
  'people',
  'roles',
  'access',
  'keys',
  'computers',
  'audit',
  'lost',
  'consents',
]);
type PartName = keyof ReturnType<typeof useSettingsTexts>['parts'];

/** What belongs to the whole account. Each part has an address. */
export const SettingsPage = ({ part }: { part: string }) => {
  const t = useSettingsTexts();
  const tenant = useTenant();
  const mayWrite = useMay('tenant:write');
  const may = useRights();
  const shows = (one: string): boolean => {
    const scope = GUARDS[one];
    return scope === undefined || may(scope);
  };
  // Another window, or somebody else, may have changed it since.
  const { error, reload } = useQuery('tenant', loadTenant);
  useEffect(() => void refreshTenant(), []);
  const name = (part in PARTS ? part : 'general') as PartName;
  const Part = PARTS[name] ?? GeneralPart;
  useNamed(name === 'general' ? undefined : t.parts[name]);
  // On a phone the parts are a row that is longer than the screen.
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    nav.current?.querySelector(`[data-part="${name}"]`)?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [name]);
  return (
    <>
      <header className="page-head">
        <Title order={1}>{t.title}</Title>
      </header>
      <div className="settings">
        <nav className="settings-nav" aria-label={t.title} ref={nav}>
          {Object.keys(PARTS)
            .filter((one) => shows(one))
            .map((one) => (
              <Link
                key={one}
                data-part={one}
                data-begins={BEGINS.has(one) || undefined}
                href={one === 'general' ? '/settings' : `/settings/${one}`}
                aria-current={one === name ? 'page' : undefined}
              >
                {t.parts[one as PartName]}
              </Link>
            ))}
        </nav>
        <div>
          {!mayWrite && shows(name) && !OWN_RIGHTS.has(name) && <p className="settings-help">{t.readOnly}</p>}
          {!shows(name) ? (
            <NotYours />
          ) : tenant ? (
            <Part tenant={tenant} mayWrite={mayWrite} />
          ) : error === undefined ? (
            <RowsSkeleton rows={4} />
          ) : (
            <ErrorState
              error={error}
              retry={() => {
                reload();
                void refreshTenant();
              }}
            />
          )}
        </div>
      </div>
    </>
  );
};
