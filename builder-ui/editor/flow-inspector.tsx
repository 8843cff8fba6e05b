import { ScrollArea, Stack, Tabs, Textarea, TextInput } from '@mantine/core';
import type { FlowDocument, FlowSettings } from '#flow/document.ts';
import type { Json, JsonObject } from '#flow/json.ts';
import { FieldProblems } from '../form/field-frame.tsx';
import { useForm } from '../form/form-context.ts';
import { MapControl } from '../form/map-control.tsx';
import { ObjectFields } from '../form/object-fields.tsx';
import { SchemaField } from '../form/schema-field.tsx';
import { useTexts } from '../texts/texts.ts';
import type { EditorStore } from './editor-store.ts';
import { InspectorHead } from './inspector-head.tsx';
import { flowSettings } from './settings-schemas.ts';

interface FlowInspectorProps {
  store: EditorStore;
  document: FlowDocument;
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The flow itself: shown while nothing is selected. */
export const FlowInspector = ({ store, document }: FlowInspectorProps) => {
  const t = useTexts();
  const { problems } = useForm();
  /** `undefined` takes a field out. */
  const write = <K extends keyof FlowDocument>(key: K, value: FlowDocument[K] | undefined) =>
    store.edit((before) => {
      const { [key]: _old, ...rest } = before;
      return (value === undefined ? rest : { ...rest, [key]: value }) as FlowDocument;
    }, `flow/${key}`);
  const general = problems.filter(({ field }) => !/^\/(vars|settings|output|trigger)\//.test(field ?? ''));
  return (
    <div className="inspector">
      <InspectorHead group="flow" icon="flows" kind={t.editor.flow} help={document.name} />
      <Tabs defaultValue="flow" className="inspector-tabs" keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="flow">{t.editor.general}</Tabs.Tab>
          <Tabs.Tab value="data">{t.editor.data}</Tabs.Tab>
          <Tabs.Tab value="settings">{t.editor.settings}</Tabs.Tab>
        </Tabs.List>
        <ScrollArea className="inspector-body" type="auto" scrollbarSize={8} scrollbars="y">
          <Tabs.Panel value="flow" p="md">
            <Stack gap={14}>
              <FieldProblems problems={general} />
              <TextInput
                label={t.common.name}
                value={document.name}
                maxLength={200}
                onChange={(event) => write('name', event.currentTarget.value)}
              />
              <Textarea
                label={t.editor.description}
                value={document.description ?? ''}
                rows={3}
                resize="vertical"
                onChange={(event) => write('description', event.currentTarget.value || undefined)}
              />
              <SchemaField
                schema={{ 'x-title': t.editor.output, 'x-help': t.editor.outputHelp }}
                name="output"
                pointer="/output"
                value={document.output}
                onChange={(output) => write('output', output)}
              />
            </Stack>
          </Tabs.Panel>
          <Tabs.Panel value="data" p="md">
            <Stack gap={18}>
              <div className="field">
                <div className="field-head">{t.editor.vars}</div>
                <p className="field-hint">{t.editor.varsHelp}</p>
                <MapControl
                  schema={{ additionalProperties: {} }}
                  id="vars"
                  name="vars"
                  pointer="/vars"
                  value={document.vars ?? {}}
                  invalid={false}
                  onChange={(vars) => write('vars', isObject(vars) && Object.keys(vars).length > 0 ? vars : undefined)}
                />
              </div>
              <SchemaField
                schema={{ 'x-title': t.editor.input, 'x-help': t.editor.inputHelp, 'x-widget': 'schema' }}
                name="input"
                pointer="/input"
                value={document.input as Json | undefined}
                onChange={(input) => write('input', isObject(input) ? input : undefined)}
                literal
              />
            </Stack>
          </Tabs.Panel>
          <Tabs.Panel value="settings" p="md">
            <ObjectFields
              schema={flowSettings}
              pointer="/settings"
              value={(document.settings ?? {}) as JsonObject}
              onChange={(settings) => write('settings', settings as FlowSettings)}
            />
          </Tabs.Panel>
        </ScrollArea>
      </Tabs>
    </div>
  );
};
