import { Popover } from '@mantine/core';
import { useState } from 'react';
import type { Catalogue } from '#flow/node-type.ts';
import type { PortRef } from '../document/ports.ts';
import type { AddRequest } from './add-step.ts';
import { focusCanvas } from './commands/canvas-focus.ts';
import type { EditorStore } from './editor-store.ts';
import { QuickList } from './quick-list.tsx';

interface QuickAddProps {
  store: EditorStore;
  catalogue: Catalogue;
  request: AddRequest | null;
  /** Gives the id of the step that was added. */
  onAdd: (type: string, request: AddRequest) => string | undefined;
  onJoin: (to: string, from: PortRef) => void;
  /** Asks at once what shall follow that step. */
  onAgain: (id: string) => void;
  onClose: () => void;
}

/** The list of steps at the place where a wire was let go, an edge was opened, the ground clicked twice or Tab pressed. */
export const QuickAdd = ({ request, onClose, ...props }: QuickAddProps) => {
  const close = () => {
    onClose();
    focusCanvas([...props.store.get().nodes].at(-1));
  };
  return (
    <Popover
      opened={request !== null}
      onChange={(open) => !open && close()}
      position="bottom-start"
      shadow="lg"
      trapFocus
      withinPortal
      width={340}
      transitionProps={{ duration: 0 }}
    >
      <Popover.Target>
        <span className="quick-anchor" style={{ left: request?.screen.x ?? 0, top: request?.screen.y ?? 0 }} />
      </Popover.Target>
      <Popover.Dropdown p={0} className="quick-add">
        {request && <Asked key={JSON.stringify([request.screen, request.from])} {...props} {...{ request, onClose }} />}
      </Popover.Dropdown>
    </Popover>
  );
};

const Asked = (props: QuickAddProps & { request: AddRequest }) => {
  const { store, catalogue, request, onAdd, onJoin, onAgain, onClose } = props;
  const [from, setFrom] = useState(request.from);
  return (
    <QuickList
      {...{ store, catalogue, from }}
      request={{ ...request, from }}
      onPort={(port) => from && setFrom({ node: from.node, port })}
      onJoin={(to) => {
        onClose();
        if (from) onJoin(to, from);
      }}
      onAdd={(type, again) => {
        const id = onAdd(type, { ...request, from });
        if (again && id !== undefined) requestAnimationFrame(() => onAgain(id));
        else onClose();
      }}
    />
  );
};
