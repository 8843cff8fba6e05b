import { ActionIcon, Tooltip } from '@mantine/core';
import { type PointerEvent, type ReactNode, useState } from 'react';
import { Icon } from '../icons/icon.tsx';
import { useTexts } from '../texts/texts.ts';

interface SidebarProps {
  side: 'left' | 'right';
  open: boolean;
  label: string;
  onToggle: () => void;
  children: ReactNode;
}

const WIDTHS = { left: { least: 200, first: 248, most: 420 }, right: { least: 300, first: 364, most: 720 } };
const keyOf = (side: string): string => `trama.sidebar.${side}`;

/** A panel that can be closed, and drawn wider by its inner edge; the width is remembered. */
export const Sidebar = ({ side, open, label, onToggle, children }: SidebarProps) => {
  const t = useTexts();
  const { least, first, most } = WIDTHS[side];
  const [width, setWidth] = useState(
    () => Number(localStorage.getItem(keyOf(side))) || (innerWidth < 1200 ? least : first),
  );
  const drag = (event: PointerEvent<HTMLDivElement>) => {
    const handle = event.currentTarget;
    const [startX, startWidth] = [event.clientX, width];
    handle.setPointerCapture(event.pointerId);
    handle.onpointermove = (move) => {
      const by = (move.clientX - startX) * (side === 'left' ? 1 : -1);
      setWidth(Math.min(most, Math.max(least, startWidth + by)));
    };
    handle.onpointerup = () => {
      handle.onpointermove = null;
      setWidth((now) => {
        localStorage.setItem(keyOf(side), String(now));
        return now;
      });
    };
  };
  const closed = side === 'left' ? 'chevron-right' : 'chevron-left';
  const opened = side === 'left' ? 'chevron-left' : 'chevron-right';
  const action = `${open ? t.common.close : t.common.open}: ${label}`;
  return (
    <aside className="sidebar" data-side={side} data-open={open} style={{ width: open ? width : 0 }} aria-label={label}>
      {open && <div className="sidebar-inside">{children}</div>}
      {/* Dragging is the mouse's; the panel is as usable at any width. */}
      {open && <div className="sidebar-edge" onPointerDown={drag} />}
      <Tooltip label={action} position={side === 'left' ? 'right' : 'left'}>
        <ActionIcon
          className="sidebar-toggle"
          variant="default"
          size={26}
          radius="xl"
          aria-label={action}
          onClick={onToggle}
        >
          <Icon name={open ? opened : closed} size={14} stroke={2.2} />
        </ActionIcon>
      </Tooltip>
    </aside>
  );
};
