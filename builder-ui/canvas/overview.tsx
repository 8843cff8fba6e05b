import { Panel, useReactFlow, useStore, useViewport } from '@xyflow/react';
import { type PointerEvent, type ReactNode, useMemo, useRef } from 'react';
import type { CanvasNode } from './canvas-nodes.ts';
import { useCanvasTexts } from './canvas-texts.ts';
import { STEP } from './geometry.ts';

const WIDTH = 200;
const HEIGHT = 140;

interface Rect {
  x: number;
  y: number;
  width: number;
  height: number;
}

const around = (rects: readonly Rect[]): Rect => {
  const x = Math.min(...rects.map((rect) => rect.x));
  const y = Math.min(...rects.map((rect) => rect.y));
  return {
    x,
    y,
    width: Math.max(...rects.map((rect) => rect.x + rect.width)) - x,
    height: Math.max(...rects.map((rect) => rect.y + rect.height)) - y,
  };
};

const drawnAs = ({ x, y, width, height }: Rect): string => `M${x} ${y}h${width}v${height}h${-width}z`;

/** The outermost nodes by kind, each kind one path: one thing to draw, however many they are. */
const pathsOf = (nodes: readonly CanvasNode[]) => {
  const paths = new Map<string, string>();
  const rects: Rect[] = [];
  for (const node of nodes) {
    if (node.parentId !== undefined) continue;
    const rect = { ...node.position, width: node.width ?? STEP.width, height: node.height ?? STEP.height };
    rects.push(rect);
    paths.set(node.type, (paths.get(node.type) ?? '') + drawnAs(rect));
  }
  return { paths: [...paths], bounds: around(rects) };
};

/**
 * The whole flow in a corner, with the part that is seen: pressed or dragged over, the canvas goes there. `nodes` are those
 * of the drawing: while one is dragged, nothing here is drawn anew.
 */
export const Overview = ({ nodes }: { nodes: readonly CanvasNode[] }): ReactNode => {
  const t = useCanvasTexts();
  const { paths, bounds } = useMemo(() => pathsOf(nodes), [nodes]);
  const { x, y, zoom } = useViewport();
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  const flow = useReactFlow();
  const svg = useRef<SVGSVGElement>(null);
  const seen = { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom };
  const all = around([bounds, seen]);
  const scale = Math.max(all.width / WIDTH, all.height / HEIGHT) * 1.08;
  const [w, h] = [WIDTH * scale, HEIGHT * scale];
  const box = `${all.x + (all.width - w) / 2} ${all.y + (all.height - h) / 2} ${w} ${h}`;
  const go = (event: PointerEvent<SVGSVGElement>) => {
    const matrix = svg.current?.getScreenCTM()?.inverse();
    if (!matrix || event.buttons === 0) return;
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix);
    void flow.setCenter(at.x, at.y, { zoom });
  };
  return (
    <Panel position="bottom-right" className="minimap">
      <svg
        ref={svg}
        width={WIDTH}
        height={HEIGHT}
        viewBox={box}
        role="img"
        aria-label={t.overview}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          go(event);
        }}
        onPointerMove={go}
        onWheel={({ deltaY }) => void (deltaY < 0 ? flow.zoomIn() : flow.zoomOut())}
      >
        {paths.map(([type, path]) => (
          <path key={type} className={`mini-${type}`} d={path} />
        ))}
        <rect className="mini-seen" {...seen} strokeWidth={1.5 * scale} rx={4 * scale} />
      </svg>
    </Panel>
  );
};
