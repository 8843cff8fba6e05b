import { VisuallyHidden } from '@mantine/core';
import { Fragment } from 'react';
import { Icon } from '../icons/icon.tsx';
import type { Roles } from './people-api.ts';
import { usePeopleTexts } from './people-texts.ts';

/** A row a right, a column a role. On a phone it is moved sideways under its first column. */
export const RoleMatrix = ({ roles }: { roles: Roles }) => {
  const t = usePeopleTexts();
  const columns = [
    ...roles.builtIn.map(({ name, scopes }) => ({
      id: name,
      title: t.roles[name as keyof typeof t.roles] ?? name,
      scopes,
    })),
    ...roles.custom.map(({ id, name, scopes }) => ({ id, title: name, scopes })),
  ].map(({ scopes, ...rest }) => ({ ...rest, may: new Set(scopes) }));
  return (
    // Keys move what is wider than the page: it takes the focus.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a region that scrolls
    <section className="role-matrix" aria-label={t.matrix} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t.right}</th>
            {columns.map(({ id, title }) => (
              <th key={id} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {roles.rights.map((group) => (
            <Fragment key={group.title}>
              <tr className="role-group">
                <th scope="rowgroup" colSpan={columns.length + 1}>
                  {group.title}
                </th>
              </tr>
              {group.scopes.map(({ scope, text }) => (
                <tr key={scope}>
                  <th scope="row">{text}</th>
                  {columns.map(({ id, may }) => {
                    const has = may.has('*') || may.has(scope);
                    return (
                      <td key={id} data-may={has || undefined}>
                        {has ? <Icon name="check" size={15} /> : <span aria-hidden="true">·</span>}
                        <VisuallyHidden>{has ? t.may : t.mayNot}</VisuallyHidden>
                      </td>
                    );
                  })}
                </tr>
              ))}
            </Fragment>
          ))}
        </tbody>
      </table>
    </section>
  );
};
