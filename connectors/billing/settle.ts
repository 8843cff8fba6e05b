import { z } from 'zod';
import { action } from '../action.ts';
import { deskOf } from './desk-of.ts';

export const billingSettle = action({
  id: 'billing.settle',
  version: 1,
  title: { pt: 'Encerrar pedidos vencidos', en: 'Close wishes that ran out' },
  description: {
    pt: 'Fecha pedidos cuja página ou Pix venceu; o que foi pago nesse meio-tempo conta.',
    en: 'Closes wishes whose page or Pix has run out; what was paid meanwhile counts.',
  },
  group: 'billing',
  icon: 'hourglass-off',
  subject: true,
  config: z.strictObject({}),
  output: z.object({ closed: z.int() }),
  effect: 'keyed',
  timeout: 'PT45S',
  example: { closed: 1 },
  run: (_, context) => {
    const { desk, subject, key } = deskOf(context);
    return desk.settle(subject, key);
  },
});
