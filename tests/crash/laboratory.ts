import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sleep } from '#scripts/embedded/processes.ts';
import { Caller } from './caller.ts';
import { Chance } from './chance.ts';
import { type FaultKind, Faults, type Outage, oneOutage, wholeOutage } from './faults.ts';
import { flows, helpers, type Kind } from './flows.ts';
import { LeftBehind, type Remains } from './left-behind.ts';
import { Load, type Try } from './load.ts';
import { Receiver } from './receiver.ts';
import { type Ending, type Verdict, verdictOf } from './verdict.ts';
import { World } from './world.ts';

export interface LaboratoryOptions {
  seed: number;
  /** It goes on until so many triggers were tried … */
  runs: number;
  /** … and there were so many outages. */
  outages: number;
  callers: number;
  /** The longest outage, ms. */
  longestMs: number;
  /** Quiet between two outages, ms. */
  quietMs: readonly [least: number, most: number];
  /** How long all that began has to end after the last outage, ms. */
  settleMs: number;
  embedded: boolean;
  nodes: number;
  disk: boolean;
  only: readonly FaultKind[] | null;
  first: readonly FaultKind[];
  /** These last, each once, and each as long as the longest. */
  whole: readonly FaultKind[];
  /** Leaves the data and the logs where they are. */
  keep: boolean;
  log: (line: string) => void;
}

export interface Findings {
  seed: number;
  tries: readonly Try[];
  outages: Outage[];
  verdict: Verdict;
  remains: Remains;
  /** Ends of the product's process that nobody here asked for. */
  unasked: number;
  failedTries: number;
  effects: number;
  calls: number;
  /** From the mending until all was done that had been accepted before, at worst; ms. */
  slowestCatchUpMs: number;
  /** Outages that this machine does not allow. */
  notPossible: string[];
}

/** Breaks the product while it works, and tells what came of what it had accepted. */
export async function laboratory(options: LaboratoryOptions): Promise<Findings> {
  const home = mkdtempSync(path.join(tmpdir(), 'trama-crash-'));
  const chance = new Chance(options.seed);
  const receiver = await Receiver.open(chance.fork());
  const world = await World.open({ ...options, home, receiverPort: receiver.port });
  try {
    return await experiment(world, receiver, chance, options);
  } finally {
    await world.close();
    await receiver.close();
    if (options.keep) options.log(`kept: ${home}`);
    else rmSync(home, { recursive: true, force: true });
  }
}

async function experiment(
  world: World,
  receiver: Receiver,
  chance: Chance,
  options: LaboratoryOptions,
): Promise<Findings> {
  const { demo } = world;
  if (!demo) throw new Error('the product did not start');
  const pick = chance.fork();
  const caller = new Caller(() => world.urls[pick.between(0, world.urls.length - 1)] ?? '', demo.apiKey);
  const load = new Load({
    ...{ caller, chance: chance.fork(), tenant: demo.tenant },
    flows: await deploy(caller, world.receiverUrl),
  });
  load.begin(options.callers);
  const outages = await fire(world, load, new Faults({ ...options, world, receiver, chance: chance.fork() }), options);
  await load.endCalls();
  const left = new LeftBehind(world);
  await left.look(options.settleMs);
  await load.endHelp();
  const remains = await left.look(options.settleMs);
  const endings = await endingsOf(load.tries, caller);
  await caller.close();
  return {
    ...{ seed: options.seed, tries: load.tries, outages, remains, unasked: world.unasked },
    verdict: withCounter(verdictOf({ tries: load.tries, receiver, endings }), load.tries, remains),
    failedTries: caller.failedTries,
    effects: receiver.effects.size,
    calls: receiver.calls,
    slowestCatchUpMs: slowestCatchUp(load.tries, outages, receiver),
    notPossible: options.disk && !world.disk ? ['disk full: nothing may be mounted here'] : [],
  };
}

async function deploy(caller: Caller, url: string): Promise<Record<Kind, string>> {
  const publish = async (definition: unknown): Promise<string> => {
    const made = await caller.until('POST', '/v1/flows', { definition });
    const id = String(made.body?.id);
    const published = await caller.until('POST', `/v1/flows/${id}/publish`, {});
    if (published.status >= 300) throw new Error(`not published: ${JSON.stringify(published.body)}`);
    return id;
  };
  const { child, onFailure } = helpers(url);
  const ids = { child: await publish(child), onFailure: await publish(onFailure) };
  const published: [string, string][] = [];
  for (const [kind, definition] of Object.entries(flows(url, ids))) published.push([kind, await publish(definition)]);
  return Object.fromEntries(published) as Record<Kind, string>;
}

async function fire(world: World, load: Load, faults: Faults, options: LaboratoryOptions): Promise<Outage[]> {
  const { log, runs, quietMs, only, whole, longestMs } = options;
  const chance = new Chance(options.seed + 1);
  const outages: Outage[] = [];
  const answered = async (): Promise<void> => {
    while (!(await world.isReady())) await sleep(100);
    await load.one('quick');
  };
  const next = async (breaking: () => Promise<Outage>): Promise<void> => {
    await sleep(chance.between(...quietMs));
    const outage = await breaking();
    outages.push(outage);
    log(
      `${String(load.tries.length).padStart(6)} tried  ${outage.kinds.join(' + ').padEnd(26)} ` +
        `${String(outage.mendedAt - outage.beganAt).padStart(6)} ms away, answered after ${outage.recoveryMs} ms`,
    );
  };
  while (outages.length < options.outages || load.tries.length < runs)
    await next(() => oneOutage(faults, chance, answered));
  for (const kind of whole.filter((one) => !only || only.includes(one)))
    await next(() => wholeOutage(faults, { kind, lengthMs: longestMs }, answered));
  return outages;
}

/** How the runs stand, as the API says. */
async function endingsOf(tries: readonly Try[], caller: Caller): Promise<Map<string, Ending>> {
  const endings = new Map<string, Ending>();
  const wanted = [...new Set(tries.flatMap(({ runId }) => runId ?? []))];
  const look = async (): Promise<void> => {
    for (let run = wanted.pop(); run !== undefined; run = wanted.pop()) {
      const { body } = await caller.until('GET', `/v1/runs/${run}`);
      endings.set(run, { status: String(body?.status), error: body?.error ?? null });
    }
  };
  await Promise.all(Array.from({ length: 8 }, look));
  return endings;
}

/** The tenant's store counts each run once, whatever its attempts. */
function withCounter(verdict: Verdict, tries: readonly Try[], { counter, doubledRuns }: Remains): Verdict {
  const quick = tries.filter(({ kind }) => kind === 'quick');
  const accepted = quick.filter(({ acceptedAt }) => acceptedAt !== null).length;
  const broken = [...verdict.broken];
  if (counter < accepted || counter > quick.length)
    broken.push(`the counter says ${counter}, and ${accepted} runs were accepted`);
  if (doubledRuns > 0) broken.push(`${doubledRuns} triggers became more than one run`);
  return { ...verdict, broken };
}

function slowestCatchUp(tries: readonly Try[], outages: Outage[], { effects }: Receiver): number {
  const lastOf = new Map<string, number>();
  for (const { token, firstAt } of effects.values()) lastOf.set(token, Math.max(lastOf.get(token) ?? 0, firstAt));
  let slowest = 0;
  for (const { acceptedAt, token } of tries) {
    const doneAt = lastOf.get(token);
    if (acceptedAt === null || doneAt === undefined) continue;
    const met = outages.findLast(({ beganAt, mendedAt }) => acceptedAt < mendedAt && beganAt < doneAt);
    if (met) slowest = Math.max(slowest, doneAt - met.mendedAt);
  }
  return slowest;
}
