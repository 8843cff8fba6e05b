import { z } from 'zod';
import { action } from '../action.ts';
import { deskOf } from './desk-of.ts';
import { exampleFacts, facts } from './fields.ts';

export const billingApplyPending = action({
  id: 'billing.applyPending',
  version: 1,
  title: { pt: 'Aplicar a mudança marcada', en: 'Apply what was scheduled' },
  description: {
    pt: 'O que ficou marcado para o fim do período: o plano menor, o outro intervalo, o fim.',
    en: 'What was to happen at the period’s end: the smaller plan, the other interval, the end.',
  },
  group: 'billing',
  icon: 'calendar-check',
  subject: true,
  config: z.strictObject({}),
  output: facts,
  effect: 'keyed',
  timeout: 'PT45S',
  example: exampleFacts,
  run: (_, context) => {
    const { desk, subject, key } = deskOf(context);
    return desk.applyPending(subject, key);
  },
});
