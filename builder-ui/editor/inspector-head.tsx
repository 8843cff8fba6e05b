import { TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { Icon } from '../icons/icon.tsx';

interface InspectorHeadProps {
  group: string;
  icon: string;
  /** Name of the type, above the label. */
  kind: string;
  help?: string | undefined;
  label?: { value: string; placeholder: string; title: string; write: (label: string) => void };
  actions?: ReactNode;
}

export const InspectorHead = ({ group, icon, kind, help, label, actions }: InspectorHeadProps) => (
  <header className="inspector-head" data-group={group}>
    <span className="node-tile">
      <Icon name={icon} size={20} />
    </span>
    <div className="inspector-title">
      <small>{kind}</small>
      {label ? (
        <TextInput
          variant="unstyled"
          value={label.value}
          placeholder={label.placeholder}
          aria-label={label.title}
          maxLength={200}
          onChange={(event) => label.write(event.currentTarget.value)}
        />
      ) : (
        <span>{help}</span>
      )}
    </div>
    {actions}
  </header>
);
