import { Handle, Position } from '@xyflow/react';
import { type Texts, useTexts } from '../texts/texts.ts';
import { portTop, sidePorts } from './geometry.ts';

export const portLabel = (port: string, t: Texts): string =>
  Object.hasOwn(t.ports, port) ? t.ports[port as keyof Texts['ports']] : port;

interface PortHandlesProps {
  ports: string[];
  /** Names of the ports that an edge leaves by. */
  used: string;
  height: number;
}

/** The ports of a node: those of its right side with their names, and `error` below, quiet until it is used. */
export const PortHandles = ({ ports, used, height }: PortHandlesProps) => {
  const t = useTexts();
  const onSide = sidePorts(ports);
  const lone = onSide.length === 1 && onSide[0] === 'out';
  const taken = used.split(' ');
  return (
    <>
      {onSide.map((port, n) => (
        <Handle
          key={port}
          id={port}
          type="source"
          position={Position.Right}
          className="port"
          // The border of a card is outside of what `top` counts from.
          style={{ top: portTop(n, onSide.length, height) - 1 }}
          title={portLabel(port, t)}
        >
          {!lone && <span className="port-label">{portLabel(port, t)}</span>}
        </Handle>
      ))}
      {ports.includes('error') && (
        <Handle
          id="error"
          type="source"
          position={Position.Bottom}
          className="port port-error"
          data-used={taken.includes('error')}
          style={{ left: 'auto', right: 26 }}
          title={portLabel('error', t)}
        >
          <span className="port-label">{portLabel('error', t)}</span>
        </Handle>
      )}
    </>
  );
};
