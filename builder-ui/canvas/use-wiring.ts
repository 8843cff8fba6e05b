import { type Connection, type FinalConnectionState, type HandleType, useReactFlow } from '@xyflow/react';
import { useRef } from 'react';
import type { FlowEdge } from '#flow/document.ts';
import type { ConnectFault } from '../document/connect.ts';
import type { PortRef } from '../document/ports.ts';
import type { CanvasEdits } from './canvas-edits.ts';
import type { CanvasInside } from './canvas-inside.ts';
import type { CanvasEdge } from './canvas-nodes.ts';
import { pointOf } from './point-of.ts';

const portOf = (link: Pick<Connection, 'source' | 'sourceHandle'>): PortRef => ({
  node: link.source,
  port: link.sourceHandle ?? 'out',
});

const edgeOf = ({ data }: CanvasEdge): FlowEdge => ({ from: data?.from ?? '', to: data?.to ?? '' });

/** Pulling wires: out of ports, and by the ends of those that are there. Where one may end is shown from the start. */
export const useWiring = (edits: CanvasEdits | undefined, inside: CanvasInside) => {
  const { screenToFlowPosition } = useReactFlow();
  const moving = useRef<FlowEdge | null>(null);
  const faults = useRef<ReadonlyMap<string, ConnectFault | null> | null>(null);
  const isLegal = (from: PortRef, to: string): boolean => {
    // Pulled from its end backwards, a wire's beginning is not known before it is there.
    const known = faults.current ?? edits?.faults(from, moving.current ?? undefined);
    return known?.get(to) === null;
  };
  return {
    onConnectStart: (
      _: unknown,
      start: { nodeId: string | null; handleId: string | null; handleType: HandleType | null },
    ) => {
      if (!edits || start.nodeId === null || start.handleType !== 'source') return;
      const from = { node: start.nodeId, port: start.handleId ?? 'out' };
      faults.current = edits.faults(from, moving.current ?? undefined);
      inside.targets.replace(new Map([...faults.current].map(([id, fault]) => [id, fault ?? 'legal'] as const)));
    },
    onConnect: (link: Connection) => edits?.connect(portOf(link), link.target),
    onConnectEnd: (event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
      faults.current = null;
      inside.targets.replace(new Map());
      const { fromHandle } = state;
      if (!edits || moving.current || state.toNode || fromHandle?.type !== 'source') return;
      const screen = pointOf(event);
      const from = { node: fromHandle.nodeId, port: fromHandle.id ?? 'out' };
      edits.askForNode(screen, screenToFlowPosition(screen), from);
    },
    isValidConnection: (link: Connection | CanvasEdge) =>
      isLegal(portOf({ ...link, sourceHandle: link.sourceHandle ?? null }), link.target),
    onReconnectStart: (_: unknown, edge: CanvasEdge) => {
      moving.current = edgeOf(edge);
    },
    onReconnect: (edge: CanvasEdge, link: Connection) => edits?.reconnect(edgeOf(edge), portOf(link), link.target),
    onReconnectEnd: () => {
      moving.current = null;
      faults.current = null;
      inside.targets.replace(new Map());
    },
  };
};
