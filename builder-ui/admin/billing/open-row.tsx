import { type ReactNode, useState } from 'react';
import { Icon } from '../../icons/icon.tsx';
import type { IconName } from '../../icons/icon-paths.ts';

interface OpenRowProps {
  icon: IconName;
  title: string;
  facts: string;
  badge?: ReactNode;
  /** What is asked for only once it is open. */
  children: ReactNode;
}

/** A row that opens. */
export const OpenRow = ({ icon, title, facts, badge, children }: OpenRowProps) => {
  const [open, setOpen] = useState(false);
  return (
    <li className="row audit-row">
      <button type="button" className="audit-head" aria-expanded={open} onClick={() => setOpen(!open)}>
        <span className="row-icon" data-group="trigger">
          <Icon name={icon} size={18} />
        </span>
        <span className="row-words">
          <strong>{title}</strong>
          <small>{facts}</small>
        </span>
        {badge}
        <span className="audit-chevron">
          <Icon name={open ? 'chevron-down' : 'chevron-right'} size={16} />
        </span>
      </button>
      {open && <div className="audit-open">{children}</div>}
    </li>
  );
};
