import { ActionIcon, Tooltip } from '@mantine/core';
import { Panel, useReactFlow } from '@xyflow/react';
import { Icon } from '../icons/icon.tsx';
import { useTexts } from '../texts/texts.ts';

/** Zoom, fit and tidy, in the lower left corner. */
export const CanvasTools = ({ tidy }: { tidy: (() => void) | undefined }) => {
  const t = useTexts();
  const flow = useReactFlow();
  const tools = [
    { name: 'plus', label: t.canvas.zoomIn, run: () => void flow.zoomIn({ duration: 150 }) },
    { name: 'minus', label: t.canvas.zoomOut, run: () => void flow.zoomOut({ duration: 150 }) },
    { name: 'fit', label: t.canvas.fit, run: () => void flow.fitView({ padding: 0.12, maxZoom: 1, duration: 180 }) },
    ...(tidy ? [{ name: 'layout', label: t.canvas.tidy, run: tidy }] : []),
  ];
  return (
    <Panel position="bottom-left" className="canvas-tools">
      {tools.map((tool) => (
        <Tooltip key={tool.name} label={tool.label} position="right">
          <ActionIcon variant="default" size={34} aria-label={tool.label} onClick={tool.run}>
            <Icon name={tool.name} size={17} />
          </ActionIcon>
        </Tooltip>
      ))}
    </Panel>
  );
};
