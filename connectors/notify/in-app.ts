import { z } from 'zod';
import { failure } from '#flow/errors.ts';
import { action } from '../action.ts';
import { body, level, link, listOf, title, to } from './note.ts';

export const notifyInApp = action({
  id: 'notify.inApp',
  version: 1,
  title: { pt: 'Avisar na Trama', en: 'Notify in Trama' },
  description: {
    pt: 'Põe um aviso no sino de quem usa a conta, com um caminho para a execução.',
    en: 'Puts a notice in the bell of people of the account, with a way to the run.',
  },
  group: 'message',
  icon: 'bell',
  config: z.strictObject({ to: to(), title: title(), body: body(), level: level(), link: link() }),
  output: z.object({ to: z.array(z.string()) }),
  effect: 'keyed',
  timeout: 'PT10S',
  example: { to: ['ana@example.com'] },
  run: async (config, { tenant, run, flowId, idempotencyKey, services }) => {
    const told = await services.notifications.add(tenant.id, {
      to: listOf(config.to),
      title: config.title,
      body: config.body,
      level: config.level,
      link: config.link ?? null,
      runId: run.id,
      flowId,
      effectKey: idempotencyKey,
    });
    if (told.to.length === 0) throw nobody(config.to);
    return told;
  },
});

/** A notice that nobody gets is a fault of the flow: better seen now than missed later. */
export const nobody = (to: string | readonly string[]) =>
  failure(
    'bad_value',
    `Ninguém da conta é ${[to].flat().join(', ').slice(0, 200)}.`,
    `Nobody of the account is ${[to].flat().join(', ').slice(0, 200)}.`,
  );
