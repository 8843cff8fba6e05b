import { Badge, TextInput } from '@mantine/core';
import { type KeyboardEvent, useRef, useState } from 'react';
import { Icon } from '../icons/icon.tsx';
import { toastError } from '../shell/toasts.tsx';
import { enterWorkspace, type Workspace } from './workspaces-api.ts';
import './workspaces.css';
import { useWorkspacesTexts } from './workspaces-texts.ts';

/** Above so many one looks for a name. */
const MANY = 6;

const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Accounts to choose from; arrows go up and down, Enter enters. */
export const WorkspaceList = ({ rows, here }: { rows: readonly Workspace[]; here: string | null }) => {
  const t = useWorkspacesTexts();
  const [text, setText] = useState('');
  const list = useRef<HTMLUListElement>(null);
  const shown = rows.filter(({ name, slug }) => plain(`${name} ${slug}`).includes(plain(text.trim())));
  const move = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    buttons[Math.max(0, Math.min(buttons.length - 1, at + step))]?.focus();
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- the arrows belong to the field and to the list
    <div onKeyDown={move}>
      {rows.length > MANY && (
        <TextInput
          aria-label={t.find}
          placeholder={t.find}
          data-autofocus
          mb="xs"
          value={text}
          leftSection={<Icon name="search" size={15} />}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      )}
      {shown.length === 0 && <p className="settings-help">{t.none}</p>}
      <ul className="workspaces" ref={list} aria-label={t.title}>
        {shown.map(({ id, name, slug, status }) => (
          <li key={id}>
            <button
              type="button"
              className="workspace"
              aria-current={id === here || undefined}
              onClick={() => id !== here && void enterWorkspace(id).catch(toastError)}
            >
              <Icon name="building" size={18} />
              <span>
                <strong>{name}</strong>
                <small>{slug}</small>
              </span>
              {id === here ? (
                <em>{t.here}</em>
              ) : (
                status === 'suspended' && (
                  <Badge color="red" variant="light" tt="none" fw={550}>
                    {t.suspended}
                  </Badge>
                )
              )}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
};
