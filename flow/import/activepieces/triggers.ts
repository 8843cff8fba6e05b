import type { JsonObject } from '../../json.ts';
import { code, record } from '../expressions/code.ts';
import { hookPath, type MadeTrigger, nearly, plainly, triggerData } from '../made-trigger.ts';
import type { N8nNode } from '../n8n-workflow.ts';
import { text } from '../nodes/parameters.ts';

const DAYS = ['0', '1', '2', '3', '4', '5', '6'];
const clock = (config: JsonObject): MadeTrigger =>
  plainly('schedule', config, record({ timestamp: code('trigger.receivedAt', 'text') }));
const zoned = (p: JsonObject, cron: string): MadeTrigger => {
  const zone = text(p.timezone);
  return clock({ cron, ...(zone === '' ? {} : { timezone: zone }) });
};
const hourOf = (p: JsonObject): number =>
  Math.min(23, Math.max(0, Math.round(Number(text(p.hour_of_the_day, '0')) || 0)));
/** Without a mark, they ran from Monday to Friday. */
const weekdays = (p: JsonObject): string => (p.run_on_weekends === false ? '1-5' : '*');

/** Without a step that answers, the caller does not wait. */
const webhook = ({ parameters: p }: N8nNode, path: string): MadeTrigger =>
  plainly(
    'webhook',
    {
      path: hookPath(path, 'flow'),
      method: 'ANY',
      respond: p.answers === true ? 'atEnd' : 'immediately',
      auth: 'none',
    },
    record({ body: triggerData, headers: code('trigger.headers'), queryParams: code('trigger.query') }),
  );

const form = (node: N8nNode, path: string): MadeTrigger =>
  nearly(
    { ...webhook(node, path), value: triggerData },
    'A página do formulário não existe aqui; envie os campos ao webhook',
    'There is no page with the form here; send its fields to the webhook',
  );

/** Triggers of Activepieces, by piece and name. */
export const ACTIVEPIECES_TRIGGERS: Readonly<Record<string, (node: N8nNode, path: string) => MadeTrigger>> = {
  'activepieces.EMPTY': () => plainly('manual'),
  'activepieces.manual-trigger: manual_trigger': () => plainly('manual'),
  'activepieces.webhook: catch_webhook': webhook,
  'activepieces.WEBHOOK': webhook,
  'activepieces.forms: form_submission': form,
  'activepieces.forms: chat_submission': form,
  'activepieces.subflows: callableFlow': () => plainly('flow', {}, record({ data: triggerData })),
  'activepieces.schedule: cron_expression': ({ parameters: p }) => zoned(p, text(p.cronExpression, '0 * * * *')),
  'activepieces.schedule: every_x_minutes': ({ parameters: p }) =>
    clock({ every: `PT${Math.max(1, Math.round(Number(text(p.minutes, '1')) || 1))}M` }),
  'activepieces.schedule: every_hour': ({ parameters: p }) => zoned(p, `0 * * * ${weekdays(p)}`),
  'activepieces.schedule: every_day': ({ parameters: p }) => zoned(p, `0 ${hourOf(p)} * * ${weekdays(p)}`),
  'activepieces.schedule: every_week': ({ parameters: p }) =>
    zoned(p, `0 ${hourOf(p)} * * ${DAYS[Number(text(p.day_of_the_week, '1'))] ?? '1'}`),
  'activepieces.schedule: every_month': ({ parameters: p }) =>
    zoned(p, `0 ${hourOf(p)} ${Math.round(Number(text(p.day_of_the_month, '1'))) || 1} * *`),
};
