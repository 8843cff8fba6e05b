import { CancellationScope, isCancellation } from '@temporalio/workflow';
import type { Json } from '../../json.ts';
import { timedOut, type UndoList, undoAll } from './actions.ts';
import { type Listening, listen } from './events.ts';
import { failureOf, Leaving, step, stillGoing } from './failure.ts';
import { type Deadline, deadlineOf, type Left, listening, sleepUntil } from './waits.ts';

export interface ScopeConfig extends Deadline {
  interrupt?: { port: string; name: Json; key?: Json; match?: Listening['match'] }[];
}

export interface ScopeOptions {
  /** How many scopes with interrupts stand around it. */
  depth?: number;
  /** Where compensations of a scope that went well go; absent: nowhere. */
  undo?: UndoList;
  around?: UndoList;
}

/**
 * Steps that stand together: one deadline, one place for their failure, events that end them early. Leaves by `out`,
 * `timeout` or the port of an interrupt; what runs inside is cancelled and waited for first.
 */
export async function scope(
  node: string,
  config: () => ScopeConfig,
  body: () => Promise<Json>,
  { depth = 0, undo, around }: ScopeOptions = {},
): Promise<Left> {
  const { deadline, interrupts } = step(node, () => {
    const { timeout = null, until = null, interrupt = [] } = config();
    return { deadline: deadlineOf(timeout, until, 'timeout'), interrupts: listening(interrupt) };
  });
  const inside = new CancellationScope({ cancellable: true });
  const watch = new CancellationScope({ cancellable: true });
  let early: Left | null = null;
  const endWith = (left: Left): void => {
    early ??= left;
    inside.cancel();
  };
  const watching = watch.run(async () => {
    const ways: Promise<void>[] = [];
    if (interrupts.length > 0) {
      ways.push(listen(interrupts, depth).then(({ port, event }) => endWith({ port, output: event })));
    }
    if (deadline !== undefined) ways.push(sleepUntil(deadline).then(() => endWith({ port: 'timeout', output: null })));
    await Promise.race(ways.length > 0 ? ways : [Promise.resolve()]);
  });
  watching.catch(() => undefined);
  // An event that is there already, or a time that has passed, ends the scope before anything in it begins.
  if (interrupts.length > 0) await Promise.resolve().then(() => Promise.resolve());
  return await endOf(node, inside, body, () => early, { undo, around, watch });
}

async function endOf(
  node: string,
  inside: CancellationScope,
  body: () => Promise<Json>,
  early: () => Left | null,
  { undo, around, watch }: { undo?: UndoList; around?: UndoList; watch: CancellationScope },
): Promise<Left> {
  try {
    const output = early() === null ? await inside.run(body) : null;
    stillGoing();
    const left = early() ?? { port: 'out', output };
    if (undo && left.port !== 'out') await undoAll(undo);
    else if (undo && around) around.push(...undo.splice(0));
    return left;
  } catch (thrown) {
    if (thrown instanceof Leaving && thrown.how === 'stop') throw thrown;
    watch.cancel();
    if (undo) await undoAll(undo);
    const left = early();
    if (left && isCancellation(thrown)) {
      stillGoing();
      return left;
    }
    throw failureOf(node, thrown);
  } finally {
    watch.cancel();
  }
}

/** A scope that nobody catches at its `timeout`: the scope around it fails. */
export function orTimedOut(node: string, left: Left): Left {
  if (left.port === 'timeout') throw timedOut(node, 'O bloco passou do prazo', 'The scope took too long');
  return left;
}

/**
 * Branches side by side, all of them waited for. The first that fails cancels the others; they are waited for, too,
 * before the failure goes on.
 */
export async function all(...branches: (() => Promise<void>)[]): Promise<void> {
  const together = new CancellationScope({ cancellable: true });
  let first: { thrown: unknown } | undefined;
  await together.run(async () => {
    await Promise.all(
      branches.map(async (branch) => {
        try {
          await branch();
        } catch (thrown) {
          first ??= { thrown };
          together.cancel();
        }
      }),
    );
  });
  if (first) throw first.thrown;
}
