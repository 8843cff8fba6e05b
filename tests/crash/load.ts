import { sleep } from '#scripts/embedded/processes.ts';
import type { Caller } from './caller.ts';
import type { Chance } from './chance.ts';
import { KINDS, type Kind, rulesOf } from './flows.ts';

/** What was tried, and what the product said to it. */
export interface Try {
  kind: Kind;
  token: string;
  /** Of keyed kinds; tries of one key are accepted in the order in which they stand here. */
  key: string | null;
  /** Epoch ms at which it was accepted; null: it was refused, or never answered. */
  acceptedAt: number | null;
  /** What the answer named. */
  runId: string | null;
  /** An answer that no caller should get. */
  wrong: string | null;
}

interface LoadDeps {
  caller: Caller;
  chance: Chance;
  tenant: string;
  /** Ids of the published flows. */
  flows: Record<Kind, string>;
}

const KEYS = 8;
const shares = Object.fromEntries(Object.entries(KINDS).map(([kind, { share }]) => [kind, share]));

/** Callers that start runs, and people who help them on, until they are told to stop. */
export class Load {
  readonly tries: Try[] = [];
  readonly #deps: LoadDeps;
  readonly #turns = new Map<string, Promise<unknown>>();
  #stopped = false;
  #helpersStopped = false;
  #callers: Promise<unknown> = Promise.resolve();
  #helpers: Promise<unknown> = Promise.resolve();
  /** Events that runs wait for, still to be sent. */
  #toSend: string[] = [];

  constructor(deps: LoadDeps) {
    this.#deps = deps;
  }

  begin(callers: number): void {
    this.#callers = Promise.all(Array.from({ length: callers }, () => this.#call()));
    this.#helpers = Promise.all([this.#approve(), this.#send()]);
  }

  /** No new runs; what has begun is seen through. */
  async endCalls(): Promise<void> {
    this.#stopped = true;
    await this.#callers;
  }

  async endHelp(): Promise<void> {
    this.#helpersStopped = true;
    await this.#helpers;
  }

  async #call(): Promise<void> {
    while (!this.#stopped) await this.one(this.#deps.chance.of<Kind>(shares));
  }

  /** Starts one run of this kind and sees it accepted; in its turn, where its key has one. */
  async one(kind: Kind): Promise<void> {
    if (!rulesOf(kind).keyed) return await this.#start(kind, null);
    const key = `k${this.#deps.chance.between(1, KEYS)}`;
    const turn = `${kind}/${key}`;
    const mine = (this.#turns.get(turn) ?? Promise.resolve()).then(() => this.#start(kind, key));
    this.#turns.set(turn, mine);
    await mine;
  }

  async #start(kind: Kind, key: string | null): Promise<void> {
    const token = `${kind}-${this.tries.length}`;
    const tried: Try = { kind, token, key, acceptedAt: null, runId: null, wrong: null };
    this.tries.push(tried);
    try {
      if (rulesOf(kind).by === 'api') await this.#byApi(tried);
      else await this.#byHook(tried);
      if (kind === 'event') this.#toSend.push(token);
      if (kind === 'cancel' && tried.runId) await this.#cancel(tried, tried.runId);
    } catch (error) {
      tried.wrong = String(error);
    }
  }

  async #byHook(tried: Try): Promise<void> {
    const { kind, token, key } = tried;
    const path = `/hooks/${this.#deps.tenant}/crash-${kind}`;
    const answer = await this.#deps.caller.until('POST', path, { token, ...(key !== null && { key }) });
    if (answer.status !== 200 && answer.status !== 202) {
      tried.wrong = `answered ${answer.status} ${JSON.stringify(answer.body)}`;
      return;
    }
    tried.acceptedAt = Date.now();
    tried.runId = answer.body?.runId ?? null;
    const isAnswer = rulesOf(kind).by === 'atEnd' && tried.runId === null;
    if (isAnswer && answer.body?.token !== token)
      tried.wrong = `somebody else's answer: ${JSON.stringify(answer.body)}`;
  }

  async #byApi(tried: Try): Promise<void> {
    const { kind, token } = tried;
    const path = `/v1/flows/${this.#deps.flows[kind]}/runs`;
    const answer = await this.#deps.caller.until('POST', path, { data: { token } }, { 'idempotency-key': token });
    if (answer.status !== 202) {
      tried.wrong = `answered ${answer.status} ${JSON.stringify(answer.body)}`;
      return;
    }
    tried.acceptedAt = Date.now();
    tried.runId = answer.body?.runId ?? answer.body?.id ?? null;
  }

  async #cancel(tried: Try, run: string): Promise<void> {
    await sleep(this.#deps.chance.between(0, 800));
    const answer = await this.#deps.caller.until('POST', `/v1/runs/${run}/cancel`, {});
    if (answer.status === 202) return;
    // The first call was heard, its answer was not, and the run has ended meanwhile: as it was told to.
    const ended = answer.body?.code === 'run_ended' ? await this.#deps.caller.until('GET', `/v1/runs/${run}`) : null;
    if (ended?.body?.status !== 'cancelled')
      tried.wrong = `cancel answered ${answer.status} ${JSON.stringify(answer.body)}`;
  }

  /** A person who says yes to all that is asked. */
  async #approve(): Promise<void> {
    while (!this.#helpersStopped) {
      const list = await this.#deps.caller.once('GET', '/v1/approvals?status=open&limit=100');
      for (const { id } of (list?.status === 200 && list.body?.data) || []) {
        await this.#deps.caller.until('POST', `/v1/approvals/${id}`, { decision: 'approved' });
      }
      await sleep(200);
    }
  }

  /** Another system, which says each thing once; the id makes its repeats the same event. */
  async #send(): Promise<void> {
    while (!this.#helpersStopped || this.#toSend.length > 0) {
      const token = this.#toSend.shift();
      if (token === undefined) await sleep(50);
      else await this.#deps.caller.until('POST', '/v1/events', { name: 'crash', key: token, id: token, data: {} });
    }
  }
}
