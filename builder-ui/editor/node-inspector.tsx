import { ScrollArea, Tabs } from '@mantine/core';
import type { FlowNode } from '#flow/document.ts';
import { inLocale } from '#flow/json.ts';
import type { Catalogue } from '#flow/node-type.ts';
import { updateNode } from '../document/edit.ts';
import { FieldProblems } from '../form/field-frame.tsx';
import { useForm } from '../form/form-context.ts';
import { JsonInput } from '../form/json-input.tsx';
import { ObjectFields } from '../form/object-fields.tsx';
import { RetryCheck, WaitCheck } from '../testing/dry/dry-checks.tsx';
import { useLocale, useTexts } from '../texts/texts.ts';
import { ConnectionField } from './connection-field.tsx';
import { DataPanel } from './data-panel.tsx';
import type { EditorStore } from './editor-store.ts';
import { InspectorHead } from './inspector-head.tsx';
import { NodeHelp } from './node-help.tsx';
import { NodeMenu } from './node-menu.tsx';
import { NodeSettings } from './node-settings.tsx';

interface NodeInspectorProps {
  store: EditorStore;
  catalogue: Catalogue;
  node: FlowNode;
}

export const NodeInspector = ({ store, catalogue, node }: NodeInspectorProps) => {
  const locale = useLocale();
  const t = useTexts();
  const { problems } = useForm();
  const type = catalogue.get(node.type);
  const title = type ? inLocale(type.title, locale) : node.type;
  const change = (tag: string, edit: (node: FlowNode) => FlowNode) =>
    store.edit((document) => updateNode(document, node.id, edit), `${node.id}${tag}`);
  const write = (config: FlowNode['config']) => change('/config', (before) => ({ ...before, config }));
  const general = problems.filter(
    ({ field }) => !field?.startsWith('/config/') && !(type?.connection && field === '/connection'),
  );

  return (
    <div className="inspector">
      <InspectorHead
        group={type?.group ?? 'flow'}
        icon={type?.icon ?? 'question'}
        kind={title}
        label={{
          value: node.label ?? '',
          placeholder: title,
          title: t.editor.label,
          write: (label) => change('/label', ({ label: _old, ...rest }) => (label ? { ...rest, label } : rest)),
        }}
        actions={<NodeMenu />}
      />
      <Tabs defaultValue="config" className="inspector-tabs" keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="config">{t.editor.config}</Tabs.Tab>
          <Tabs.Tab value="settings">{t.editor.settings}</Tabs.Tab>
        </Tabs.List>
        <ScrollArea className="inspector-body" type="auto" scrollbarSize={8} scrollbars="y">
          <Tabs.Panel value="config" p="md">
            {type && <NodeHelp type={type} node={node} />}
            <FieldProblems problems={general} />
            {type?.connection && <ConnectionField node={node} wanted={type.connection} change={change} />}
            {type ? (
              <ObjectFields
                schema={type.config}
                pointer="/config"
                value={node.config}
                onChange={write}
                literal={type.literal}
              />
            ) : (
              <JsonInput
                label={t.editor.config}
                value={node.config}
                onChange={(next) =>
                  write(typeof next === 'object' && next !== null && !Array.isArray(next) ? next : {})
                }
              />
            )}
            <WaitCheck store={store} catalogue={catalogue} node={node} />
          </Tabs.Panel>
          <Tabs.Panel value="settings" p="md">
            <NodeSettings store={store} node={node} type={type} change={change} />
            <RetryCheck node={node} type={type} />
          </Tabs.Panel>
        </ScrollArea>
      </Tabs>
      <DataPanel />
    </div>
  );
};
