import { Drawer } from '@mantine/core';
import type { ReactNode } from 'react';
import { Sidebar } from './sidebar.tsx';

export interface Panel {
  label: string;
  open: boolean;
  onToggle: () => void;
  content: ReactNode;
}

interface WorkspaceProps {
  narrow: boolean;
  left: Panel;
  right: Panel;
  /** A drawer under the canvas and the left panel: the right one keeps its height. */
  below?: ReactNode;
  children: ReactNode;
}

/** A canvas between two panels; on a phone the canvas alone, and the panels are drawers. */
export const Workspace = ({ narrow, left, right, below, children }: WorkspaceProps) => (
  <main className="editor-body">
    <div className="editor-main">
      <div className="editor-row">
        {!narrow && (
          <Sidebar side="left" open={left.open} label={left.label} onToggle={left.onToggle}>
            {left.content}
          </Sidebar>
        )}
        <div className="editor-middle">{children}</div>
      </div>
      {below}
    </div>
    {!narrow && (
      <Sidebar side="right" open={right.open} label={right.label} onToggle={right.onToggle}>
        {right.content}
      </Sidebar>
    )}
  </main>
);

interface PhoneDrawerProps {
  opened: boolean;
  onClose: () => void;
  children: ReactNode;
}

export const PhoneDrawer = ({ opened, onClose, children }: PhoneDrawerProps) => (
  <Drawer
    opened={opened}
    onClose={onClose}
    position="bottom"
    size="92%"
    withCloseButton={false}
    classNames={{ body: 'drawer-body' }}
    radius="14px 14px 0 0"
  >
    {/* The drawer itself is focused: a field would bring up the keyboard over it. */}
    <div data-autofocus tabIndex={-1} className="drawer-inside">
      {children}
    </div>
  </Drawer>
);
