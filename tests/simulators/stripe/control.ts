import type { ServerResponse } from 'node:http';
import { z } from 'zod';
import { CARDS, type CardNumber } from './objects.ts';
import type { StripeSimulator } from './stripe-simulator.ts';

const Card = z.custom<CardNumber>((text) => typeof text === 'string' && Object.hasOwn(CARDS, text));
const Order = z.discriminatedUnion('what', [
  /** Lets time pass. */
  z.object({ what: z.literal('advance'), ms: z.number().positive() }),
  /** From now on a subscription is paid with this card; without one: all of them. */
  z.object({ what: z.literal('card'), subscription: z.string().optional(), card: Card }),
  /** Where events go; null: they wait. */
  z.object({ what: z.literal('endpoint'), url: z.url().nullable(), secrets: z.array(z.string()).default([]) }),
  /** What waits is sent: as it came, the other way round, each twice. */
  z.object({ what: z.literal('release'), order: z.enum(['asItCame', 'reversed', 'twice']).default('asItCame') }),
  z.object({ what: z.literal('dispute'), intent: z.string() }),
  /** The next calls fail with this status. */
  z.object({ what: z.literal('trouble'), route: z.string(), status: z.number(), times: z.number().default(1) }),
]);

const carryOut = async (simulator: StripeSimulator, order: z.output<typeof Order>): Promise<unknown> => {
  const { deliveries, world } = simulator;
  switch (order.what) {
    case 'advance':
      return simulator.advance(order.ms);
    case 'card':
      for (const id of order.subscription === undefined ? world.subscriptions.keys() : [order.subscription])
        simulator.changeCard(id, order.card);
      return undefined;
    case 'endpoint':
      deliveries.endpoint = order.url === null ? null : { url: order.url, secrets: order.secrets };
      deliveries.held = order.url === null;
      return undefined;
    case 'release':
      return deliveries.release((events) =>
        order.order === 'reversed'
          ? events.toReversed()
          : order.order === 'twice'
            ? events.flatMap((one) => [one, one])
            : events,
      );
    case 'dispute':
      return simulator.dispute(order.intent);
    case 'trouble':
      return simulator.trouble(
        new RegExp(order.route),
        ...Array.from({ length: order.times }, () => ({ status: order.status })),
      );
  }
};

/** For who stands outside: `POST /_control/` with what is to happen, `GET /_control/state` for what is there. */
export const control = async (
  simulator: StripeSimulator,
  path: string,
  body: string,
  response: ServerResponse,
): Promise<void> => {
  const { world, wrong, deliveries } = simulator;
  const answer =
    path === '/_control/state'
      ? {
          ...{ now: new Date(world.nowMs).toISOString(), wrong, sent: deliveries.sent },
          ...{ subscriptions: [...world.subscriptions.values()], invoices: [...world.invoices.values()] },
        }
      : { done: (await carryOut(simulator, Order.parse(JSON.parse(body)))) ?? null };
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
};
