import { Select } from '@mantine/core';
import type { FlowNode } from '#flow/document.ts';
import type { NodeType } from '#flow/node-type.ts';
import { FieldFrame } from '../form/field-frame.tsx';
import { useForm, useProblemsAt } from '../form/form-context.ts';
import { useTexts } from '../texts/texts.ts';

interface ConnectionFieldProps {
  node: FlowNode;
  wanted: NonNullable<NodeType['connection']>;
  change: (tag: string, edit: (node: FlowNode) => FlowNode) => void;
}

/** Which of the tenant's connections the action signs in with; a document may name one by id or by name. */
export const ConnectionField = ({ node, wanted, change }: ConnectionFieldProps) => {
  const t = useTexts();
  const { connections } = useForm();
  const problems = useProblemsAt('/connection');
  const fitting = connections.filter((one) => wanted.connectors.includes(one.connector));
  const chosen = fitting.find((one) => one.id === node.connection || one.name === node.connection);
  const data = fitting.map((one) => ({ value: one.id, label: one.name }));
  if (node.connection !== undefined && !chosen) data.push({ value: node.connection, label: node.connection });
  return (
    <div className="connection-field">
      <FieldFrame id="connection" title={t.editor.connection} required={wanted.required} problems={problems}>
        <Select
          id="connection"
          data={data}
          value={chosen?.id ?? node.connection ?? null}
          placeholder={fitting.length > 0 ? t.form.chooseConnection : t.editor.noConnections}
          nothingFoundMessage={t.editor.noConnections}
          clearable={!wanted.required}
          searchable={data.length > 6}
          onChange={(next) =>
            change('', ({ connection: _old, ...rest }) => (next === null ? rest : { ...rest, connection: next }))
          }
        />
        <a className="quiet-link" href="/connections" target="_blank" rel="noreferrer">
          {t.editor.manageConnections}
        </a>
      </FieldFrame>
    </div>
  );
};
