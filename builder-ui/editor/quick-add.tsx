import { Popover } from '@mantine/core';
import type { Catalogue } from '#flow/node-type.ts';
import { Palette } from './palette.tsx';
import type { AddRequest } from './use-editing.ts';

interface QuickAddProps {
  catalogue: Catalogue;
  request: AddRequest | null;
  onAdd: (type: string, request: AddRequest) => void;
  onClose: () => void;
}

/** The palette at the place where a wire was let go, an edge was opened or the ground was clicked twice. */
export const QuickAdd = ({ catalogue, request, onAdd, onClose }: QuickAddProps) => (
  <Popover
    opened={request !== null}
    onChange={(open) => !open && onClose()}
    position="bottom-start"
    shadow="lg"
    trapFocus
    returnFocus
    withinPortal
    width={300}
  >
    <Popover.Target>
      <span className="quick-anchor" style={{ left: request?.screen.x ?? 0, top: request?.screen.y ?? 0 }} />
    </Popover.Target>
    <Popover.Dropdown p={8} className="quick-add">
      {request && (
        <Palette
          catalogue={catalogue}
          autoFocus
          draggable={false}
          onAdd={(type) => {
            onAdd(type, request);
            onClose();
          }}
        />
      )}
    </Popover.Dropdown>
  </Popover>
);
