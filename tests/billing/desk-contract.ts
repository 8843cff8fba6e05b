import { expect, test } from 'vitest';
import type { BillingDesk, RequestKind } from '#flow/contracts/billing-desk.ts';
import type { JsonObject } from '#flow/json.ts';

/** A subscription of the plan FREE, and what a test may do to it. */
export interface DeskWorld {
  desk: BillingDesk;
  subject: string;
  ask(kind: RequestKind, data: JsonObject): Promise<void>;
  /** Whoever takes the money can be reached, or not. */
  reach(reachable: boolean): void;
}

const STARTER = { tier: 'STARTER', interval: 'month', provider: 'stripe' };

/** What the lifecycle's document relies on, whichever desk it is. */
export const deskContract = (name: string, open: () => Promise<DeskWorld>): void => {
  /** The oldest wish, carried out. */
  const carry = async ({ desk, subject }: DeskWorld, key: string) => {
    const [wish] = (await desk.look(subject)).requests;
    return { id: wish?.id ?? '', outcome: await desk.carryOut(subject, wish?.id ?? '', key) };
  };

  test(`${name}: to look changes nothing, to stay is no move, and what the chart does not know is refused`, async () => {
    const { desk, subject } = await open();
    const facts = await desk.look(subject);
    expect(facts).toMatchObject({ state: 'free', requests: [], waiting: [], pending: null });
    expect(await desk.look(subject)).toEqual(facts);
    expect(await desk.enter(subject, 'free', 'k1')).toEqual(facts);
    await expect(desk.enter(subject, 'grace', 'k2')).rejects.toThrow();
    expect(await desk.look(subject)).toEqual(facts);
  });

  test(`${name}: a wish that was carried out asks for nothing more, and a repeat says the same`, async () => {
    const world = await open();
    const { desk, subject } = world;
    await world.ask('trial', { tier: 'BUSINESS' });
    const { id, outcome } = await carry(world, 'k1');
    expect(outcome).toMatchObject({ outcome: 'done', kind: 'trial' });
    const facts = await desk.look(subject);
    expect(facts).toMatchObject({ state: 'trialing', requests: [] });
    expect(await desk.carryOut(subject, id, 'k1')).toEqual(outcome);
    expect(await desk.look(subject)).toEqual(facts);
  });

  test(`${name}: one that waits for a payment says until when`, async () => {
    const world = await open();
    await world.ask('subscribe', STARTER);
    const { id, outcome } = await carry(world, 'k1');
    expect(outcome).toMatchObject({ outcome: 'waiting', kind: 'subscribe' });
    const { requests, waiting } = await world.desk.look(world.subject);
    expect([requests, waiting]).toEqual([
      [],
      [{ id, kind: 'subscribe', expiresAt: expect.stringMatching(/\.\d{3}Z$/) }],
    ]);
    // It has not run out.
    expect(await world.desk.settle(world.subject, 'k2')).toEqual({ closed: 0 });
  });

  test(`${name}: down to FREE is done once, however often it is said`, async () => {
    const world = await open();
    const { desk, subject } = world;
    await world.ask('trial', { tier: 'BUSINESS' });
    await carry(world, 'k1');
    await desk.downgrade(subject, 'trial_ended', 'k2');
    const facts = await desk.look(subject);
    expect(facts).toMatchObject({ state: 'free', plan: { tier: 'FREE' }, trialEndsAt: null, periodEnd: null });
    await desk.downgrade(subject, 'trial_ended', 'k2');
    await desk.downgrade(subject, 'unpaid', 'k3');
    expect(await desk.look(subject)).toEqual(facts);
  });

  test(`${name}: nobody who cannot be reached says that nothing was paid`, async () => {
    const world = await open();
    await world.ask('subscribe', STARTER);
    await carry(world, 'k1');
    world.reach(false);
    expect(await world.desk.sync(world.subject)).toMatchObject({ reachable: false, paid: false });
    world.reach(true);
    expect(await world.desk.sync(world.subject)).toMatchObject({ reachable: true });
  });
};
