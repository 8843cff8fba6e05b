import type { KeyboardEvent } from 'react';

interface ListFieldProps {
  /** Of the list below, which is always open; each row's id is this one, a hyphen and its own. */
  id: string;
  /** The row that is current. */
  current: string | undefined;
  typed: string;
  onType: (typed: string) => void;
  onKeyDown: (event: KeyboardEvent) => void;
  label: string;
  placeholder: string;
}

/** The field above a list that is walked from it (`useListKeys`). */
export const ListField = ({ id, current, typed, onType, onKeyDown, label, placeholder }: ListFieldProps) => (
  <input
    autoFocus
    data-autofocus
    value={typed}
    placeholder={placeholder}
    aria-label={label}
    role="combobox"
    aria-expanded="true"
    aria-controls={id}
    aria-activedescendant={current === undefined ? undefined : `${id}-${current}`}
    autoComplete="off"
    spellCheck={false}
    onChange={(event) => onType(event.currentTarget.value)}
    onKeyDown={onKeyDown}
  />
);
