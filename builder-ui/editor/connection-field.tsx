import type { FlowNode } from '#flow/document.ts';
import type { NodeType } from '#flow/node-type.ts';
import { useConnectionsTexts } from '../connections/connections-texts.ts';
import { ConnectionControl } from '../form/connection-control.tsx';
import { FieldFrame } from '../form/field-frame.tsx';
import { useProblemsAt } from '../form/form-context.ts';

interface ConnectionFieldProps {
  node: FlowNode;
  wanted: NonNullable<NodeType['connection']>;
  change: (tag: string, edit: (node: FlowNode) => FlowNode) => void;
}

/** Which of the tenant's connections the action signs in with. */
export const ConnectionField = ({ node, wanted, change }: ConnectionFieldProps) => {
  const t = useConnectionsTexts();
  const problems = useProblemsAt('/connection');
  return (
    <div className="connection-field">
      <FieldFrame id="connection" title={t.field} required={wanted.required} problems={problems}>
        <ConnectionControl
          id="connection"
          text={node.connection ?? ''}
          connectors={wanted.connectors}
          required={wanted.required}
          invalid={problems.length > 0}
          onChange={(next) =>
            change('', ({ connection: _old, ...rest }) => (next === '' ? rest : { ...rest, connection: next }))
          }
        />
      </FieldFrame>
    </div>
  );
};
