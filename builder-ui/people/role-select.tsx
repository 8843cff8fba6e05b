import { Select } from '@mantine/core';
import { useSession } from '../shell/session.ts';
import type { Roles } from './people-api.ts';
import { usePeopleTexts } from './people-texts.ts';

interface RoleSelectProps {
  roles: Roles;
  value: string;
  onChange: (role: string) => void;
  label?: string;
  /** Where the label stands elsewhere. */
  ariaLabel?: string;
  disabled?: boolean;
}

/** Roles that whoever is signed in may give: only owners make owners, and nobody gives what they lack. */
export const RoleSelect = ({ roles, value, onChange, label, ariaLabel, disabled }: RoleSelectProps) => {
  const t = usePeopleTexts();
  const me = useSession();
  const mine = new Set(me?.scopes ?? []);
  const mayGive = (name: string, scopes: readonly string[]) =>
    (name !== 'owner' || me?.role === 'owner') && (mine.has('*') || scopes.every((one) => mine.has(one)));
  const data = [
    ...roles.builtIn.map(({ name, scopes }) => ({
      value: name,
      label: t.roles[name as keyof typeof t.roles] ?? name,
      disabled: !mayGive(name, scopes),
    })),
    ...roles.custom.map(({ id, name, scopes }) => ({ value: id, label: name, disabled: !mayGive(id, scopes) })),
  ];
  const help = t.roleHelp[value as keyof typeof t.roleHelp];
  return (
    <Select
      data={data}
      value={value}
      onChange={(role) => role && onChange(role)}
      allowDeselect={false}
      disabled={disabled ?? false}
      {...(label === undefined
        ? {}
        : { label, description: help ?? roles.custom.find(({ id }) => id === value)?.description })}
      {...(ariaLabel === undefined ? {} : { 'aria-label': ariaLabel, size: 'xs', w: 160 })}
    />
  );
};
