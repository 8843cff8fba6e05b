import { Popover } from '@mantine/core';
import { useState } from 'react';
import type { Catalogue } from '#flow/node-type.ts';
import type { AddRequest } from './add-step.ts';
import { focusCanvas, focusCanvasSoon } from './commands/canvas-focus.ts';
import type { EditorStore } from './editor-store.ts';
import { QuickList } from './quick-list.tsx';
import type { Asking } from './use-editing.ts';

interface QuickAddProps {
  store: EditorStore;
  catalogue: Catalogue;
  editing: Asking;
}

/** The list of steps at the place where a wire was let go, an edge was opened, the ground clicked twice or Tab pressed. */
export const QuickAdd = (props: QuickAddProps) => {
  const { asked: request, ask } = props.editing;
  const close = () => {
    ask(null);
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
        <span
          aria-hidden="true"
          className="quick-anchor"
          style={{ left: request?.screen.x ?? 0, top: request?.screen.y ?? 0 }}
        />
      </Popover.Target>
      <Popover.Dropdown p={0} className="quick-add">
        {request && <Asked key={JSON.stringify([request.screen, request.from])} {...props} request={request} />}
      </Popover.Dropdown>
    </Popover>
  );
};

const Asked = ({ store, catalogue, editing, request }: QuickAddProps & { request: AddRequest }) => {
  const [from, setFrom] = useState(request.from);
  return (
    <QuickList
      {...{ store, catalogue, from }}
      request={{ ...request, from }}
      onPort={(port) => from && setFrom({ node: from.node, port })}
      onJoin={(to) => {
        editing.ask(null);
        if (from) editing.joinTo(to, from);
        focusCanvasSoon(to);
      }}
      onAdd={(type, again) => {
        const id = editing.addAt(type, { ...request, from });
        if (again && id !== undefined) requestAnimationFrame(() => editing.askAfter(id));
        else {
          editing.ask(null);
          focusCanvasSoon(id);
        }
      }}
    />
  );
};
