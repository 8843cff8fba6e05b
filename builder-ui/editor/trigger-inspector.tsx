import { Group, ScrollArea, Select, Stack, Text } from '@mantine/core';
import { triggerTypes } from '#flow/core/triggers.ts';
import type { FlowDocument } from '#flow/document.ts';
import { inLocale, type JsonObject, type JsonSchema } from '#flow/json.ts';
import { asSchema, startObject } from '../document/schema.ts';
import { triggerType } from '../document/trigger-type.ts';
import { FieldProblems } from '../form/field-frame.tsx';
import { useForm } from '../form/form-context.ts';
import { ObjectFields } from '../form/object-fields.tsx';
import { Icon } from '../icons/icon.tsx';
import { useSession } from '../shell/session.ts';
import { useLocale, useTexts } from '../texts/texts.ts';
import type { EditorStore } from './editor-store.ts';
import { InspectorHead } from './inspector-head.tsx';
import { ScheduleCard } from './schedule-card.tsx';
import { ScheduleFields } from './schedule-fields.tsx';
import { WebhookCard } from './webhook-card.tsx';

interface TriggerInspectorProps {
  store: EditorStore;
  flowId: string;
  document: FlowDocument;
}

/** Fields that may hold expressions; a trigger's others are what the product registers, as they are. */
const READ: ReadonlySet<string> = new Set(['dedupe', 'key', 'match', 'data']);

const literalOf = (config: JsonSchema): string[] =>
  Object.keys(asSchema(config.properties) ?? {}).filter((name) => !READ.has(name));

/** A path that nobody guesses: an open webhook is only as secret as its address. */
const freshPath = (): string => `webhook-${crypto.randomUUID().slice(0, 8)}`;

export const TriggerInspector = ({ store, flowId, document }: TriggerInspectorProps) => {
  const { trigger } = document;
  const locale = useLocale();
  const t = useTexts();
  const { problems } = useForm();
  const tenant = useSession()?.tenant.slug;
  const type = triggerType(trigger.type);
  const write = (config: JsonObject, tag: string) =>
    store.edit((document) => ({ ...document, trigger: { ...document.trigger, config } }), tag);
  const choose = (next: string | null) => {
    const chosen = next && next !== trigger.type ? triggerType(next) : undefined;
    if (!chosen) return;
    const config =
      chosen.type === 'webhook'
        ? { path: freshPath(), method: 'POST', respond: 'immediately' }
        : chosen.type === 'schedule'
          ? { cron: '0 8 * * 1-5' }
          : startObject(chosen.config);
    store.edit((document) => ({ ...document, trigger: { type: chosen.type, config } }));
  };
  const path = typeof trigger.config.path === 'string' ? trigger.config.path : '';
  const general = problems.filter(({ field }) => !field?.startsWith('/config/'));
  return (
    <div className="inspector">
      <InspectorHead
        group="trigger"
        icon={type?.icon ?? 'bell'}
        kind={t.editor.trigger}
        help={type && inLocale(type.title, locale)}
      />
      <ScrollArea className="inspector-body" type="auto" scrollbarSize={8} scrollbars="y">
        <Stack p="md" gap={14}>
          <Select
            label={t.editor.startsWith}
            data={triggerTypes.map((one) => ({ value: one.type, label: inLocale(one.title, locale) }))}
            value={trigger.type}
            onChange={choose}
            leftSection={<Icon name={type?.icon ?? 'bell'} size={16} />}
            renderOption={({ option }) => (
              <Group gap={8} wrap="nowrap" data-group="trigger">
                <Icon name={triggerType(option.value)?.icon ?? 'bell'} size={17} />
                <div>
                  <Text size="sm">{option.label}</Text>
                  <Text size="xs" c="dimmed">
                    {inLocale(triggerType(option.value)?.description ?? { pt: '', en: '' }, locale)}
                  </Text>
                </div>
              </Group>
            )}
          />
          <FieldProblems problems={general} />
          {type && trigger.type === 'schedule' && (
            <ScheduleFields
              schema={type.config}
              value={trigger.config}
              onChange={(config) => write(config, 'trigger/config')}
              literal={literalOf(type.config)}
            />
          )}
          {type && trigger.type !== 'schedule' && (
            <ObjectFields
              schema={type.config}
              pointer="/config"
              value={trigger.config}
              onChange={(config) => write(config, 'trigger/config')}
              literal={literalOf(type.config)}
            />
          )}
          {trigger.type === 'schedule' && <ScheduleCard flowId={flowId} document={document} />}
          {trigger.type === 'webhook' && path && tenant && <WebhookCard {...{ document, tenant, path }} />}
        </Stack>
      </ScrollArea>
    </div>
  );
};
