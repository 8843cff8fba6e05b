import { randomUUID } from 'node:crypto';
import { Client } from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';
import { type InjectedSinks, NativeConnection, Worker, type WorkerTuner } from '@temporalio/worker';
import type { Logger } from 'pino';
import { actionActivities, createActivities } from '#activities/create-activities.ts';
import type { ActivityDeps } from '#activities/deps.ts';
import type { MasterKey } from '#config/master-key.ts';
import { closeSubscription } from '#domain/billing/desk/close-subscription.ts';
import { NO_FISCAL_ISSUER } from '#domain/billing/invoices/fiscal-issuer.ts';
import { Carrier } from '#domain/dispatch/carry-out.ts';
import { LiveHub } from '#domain/dispatch/live-hub.ts';
import { PlanCache } from '#domain/dispatch/plan-cache.ts';
import type { OutboxRef } from '#domain/outbox/outbox-row.ts';
import type { ObjectStores } from '#domain/payloads/object-store.ts';
import type { PayloadKeys } from '#domain/payloads/payload-keys.ts';
import { inviteSender } from '#domain/privacy/import/send-invites.ts';
import { openMachines } from '#domain/runs/open-machines.ts';
import { MACHINE, queueOf } from '#flow/machine/number.ts';
import type { Database } from '#prisma/with-tenant.ts';
import type { EngineSinks } from '#workflows/sinks.ts';
import { ApprovalMessages } from './approval-messages.ts';
import { AuditExports } from './audit-exports.ts';
import { BillingLetters } from './billing-letters.ts';
import { BillingWork, type BillingWorkDeps } from './billing-work.ts';
import { machinesHere, workflowBundle } from './bundle.ts';
import { ClosingWriter } from './closing-writer.ts';
import { dataConverter } from './data-converter.ts';
import { type Deployment, promoteOnce, versionOptions } from './deployment.ts';
import { Dispatcher } from './dispatcher.ts';
import { EarlyAnswers } from './early-answers.ts';
import { KeyRotation } from './key-rotation.ts';
import { MachineWorkers } from './machine-workers.ts';
import { PlacementWork } from './placement-work.ts';
import { PlatformWork } from './platform-work.ts';
import { Schedules } from './schedules.ts';
import { Sweep } from './sweep.ts';
import { Telegram } from './telegram.ts';
import { TenantWork, type TenantWorkDeps } from './tenant-work.ts';
import { UsageWarnings } from './usage-warnings.ts';
import { Webhooks } from './webhooks.ts';

export interface TemporalSettings {
  address: string;
  namespace: string;
  apiKey?: string;
  tls?: boolean | { clientCertPair?: { crt: Buffer; key: Buffer }; serverRootCACertificate?: Buffer };
}

export interface WorkerDeps extends Omit<ActivityDeps, 'carryOut'> {
  database: Database;
  masters: readonly MasterKey[];
  log: Logger;
  /** A worker has failed for good: a process that accepts and carries nothing out helps nobody. */
  onLost: () => void;
  /** Where other systems reach us; null: nowhere. */
  publicUrl: string | null;
  /** Machines that open runs need, and this release has. */
  machines: number[];
  /** Null: workers of any release take any run. */
  deployment: Deployment | null;
  /** Where people reach the pages, no slash at the end. */
  pagesUrl: string;
  /** What subscriptions are made of. */
  payments: Pick<BillingWorkDeps, 'deps' | 'everyMs'>;
  /** What exports, imports and deletions of tenants need beside. */
  tenantWork: Pick<TenantWorkDeps, 'keys' | 'stores' | 'signer' | 'catalogue' | 'mail'>;
  /** PostgreSQL, for who hears at once what transactions say. */
  noticesUrl: string;
}

/** What workers and API of one process share: the connection to Temporal, and what happens right now. */
export interface Engine {
  client: Client;
  namespace: string;
  carrier: Carrier;
  hub: LiveHub;
  close(): Promise<void>;
}

/** What workers need beside: client and workers must read and write values alike. */
interface OpenEngine extends Engine {
  plans: PlanCache;
  connection: NativeConnection;
  converter: DataConverter;
}

interface EngineDeps {
  database: Database;
  keys: PayloadKeys;
  stores: ObjectStores;
  log: Logger;
  eager: boolean;
}

const fixed = (numSlots: number) => ({ type: 'fixed-size', numSlots }) as const;

/** How much is under way at once (docs/decisions/017). */
const SLOTS: WorkerTuner = {
  // An eager start that finds no room goes the long way, which takes seconds where many callers wait at once.
  workflowTaskSlotSupplier: fixed(64),
  // Few while the processor is busy, so that queues stand in Temporal, which is fair, and not here, where nothing is.
  activityTaskSlotSupplier: {
    type: 'resource-based',
    minimumSlots: 20,
    maximumSlots: 500,
    rampThrottle: '20ms',
    tunerOptions: { targetMemoryUsage: 0.9, targetCpuUsage: 0.8 },
  },
  localActivityTaskSlotSupplier: fixed(100),
  nexusTaskSlotSupplier: fixed(1),
};

/** How long actions have to end by themselves when the process is told to go. */
const GRACE = '3s';

/** Opens the way to Temporal. `eager`: this process runs workers on the same connection. */
export async function openEngine(
  { address, namespace, apiKey, tls }: TemporalSettings,
  { database, keys, stores, log, eager }: EngineDeps,
): Promise<OpenEngine> {
  const connection = await NativeConnection.connect({
    address,
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(tls === undefined ? {} : { tls }),
  });
  const converter = dataConverter(stores, keys);
  const client = new Client({ connection, namespace, dataConverter: converter });
  const plans = new PlanCache(database);
  const carrier = new Carrier({ database, client, plans, eager, log });
  return {
    plans,
    connection,
    client,
    converter,
    namespace,
    carrier,
    hub: new LiveHub(),
    close: async () => {
      await carrier.flush();
      await connection.close();
    },
  };
}

/** Starts the workers of this process, the dispatcher and the sweep. `stop` lets what runs end. */
export async function startWorkers(engine: OpenEngine, deps: WorkerDeps): Promise<{ stop(): Promise<void> }> {
  const { client, plans, carrier, hub } = engine;
  const { database, log } = deps;
  const writer = new ClosingWriter({ database, client, carrier, hub, log });
  const workers = await openWorkers(engine, deps, writer);
  const dispatcher = new Dispatcher({ database, carrier, log });
  const keyRotation = new KeyRotation({ database, masters: deps.masters, log });
  const schedules = new Schedules({ database, carrier, log });
  const telegram = new Telegram({ database, services: deps.services, carrier, log, publicUrl: deps.publicUrl });
  const { services, pagesUrl } = deps;
  const messages = new ApprovalMessages({ database, services, log, pagesUrl });
  const { noticesUrl, mail } = deps;
  const webhooks = new Webhooks({ database, client, dial: services.dial, noticesUrl, mail, log });
  const audits = new AuditExports({ database, dial: services.dial, mail, log });
  const sendInvites = inviteSender({ withTenant: database.withTenant, mail, pagesUrl });
  const tenants = new TenantWork({
    ...{ database, client, log, sendInvites, pagesUrl, now: () => Date.now() },
    ...deps.tenantWork,
    endPayments: (tenantId: string) => closeSubscription(deps.payments.deps, tenantId, AbortSignal.timeout(60_000)),
  });
  const payments = new BillingWork({ database, log, ...deps.payments });
  const letters = new BillingLetters({ database, mail: deps.tenantWork.mail, pagesUrl, fiscal: NO_FISCAL_ISSUER, log });
  const moves = new PlacementWork({ database, log });
  const platform = new PlatformWork({ database, carrier, noticesUrl, log });
  const warnings = new UsageWarnings({ database, carrier, log });
  const sweep = new Sweep({ database, client, plans, eager: false, writer, carrier, log });
  return {
    stop: async () => {
      const loops = [
        messages,
        webhooks,
        telegram,
        schedules,
        dispatcher,
        sweep,
        tenants,
        moves,
        platform,
        warnings,
        audits,
        letters,
        payments,
        keyRotation,
      ];
      await Promise.all(loops.map((loop) => loop.stop()));
      await workers.stop();
      await writer.stop();
    },
  };
}

/** Temporal's workers: one a machine, and one for attempts that go on in this process. */
async function openWorkers(
  { client, converter, carrier, hub, namespace, connection }: OpenEngine,
  deps: WorkerDeps,
  writer: ClosingWriter,
): Promise<{ stop(): Promise<void> }> {
  const { database, log, deployment } = deps;
  const activityDeps = { ...deps, carryOut: (rows: OutboxRef[]) => carrier.soon(rows) };
  // A queue of this process alone, for attempts that go on in it.
  const ownQueue = `${queueOf(MACHINE)}/${randomUUID()}`;
  const actions = actionActivities(activityDeps, ownQueue);
  const beats = { maxHeartbeatThrottleInterval: '1s', defaultHeartbeatThrottleInterval: '1s' } as const;
  const ending = { shutdownGraceTime: GRACE, shutdownForceTime: '5s' } as const;
  const activities = createActivities(actions, activityDeps);
  const sinks = sinksOf(writer, new EarlyAnswers({ database, hub, log }), hub);
  const create = async (machine: number): Promise<Worker> =>
    await Worker.create({
      connection,
      namespace,
      taskQueue: queueOf(machine),
      ...versionOptions(deps.deployment),
      workflowBundle: await workflowBundle(machine),
      activities,
      sinks,
      dataConverter: converter,
      maxCachedWorkflows: 500,
      tuner: SLOTS,
      // After a crash a run's next step waits this long for the worker that knew it (10 s by default).
      stickyQueueScheduleToStartTimeout: '5s',
      ...beats,
      ...ending,
    });
  const needed = async () => (await openMachines(database.admin)).map(({ machine }) => machine);
  const machines = new MachineWorkers({ here: machinesHere(), create, needed, log, onLost: deps.onLost });
  const own = await Worker.create({
    connection,
    namespace,
    taskQueue: ownQueue,
    activities: actions,
    dataConverter: converter,
    maxConcurrentActivityTaskPolls: 1,
    ...beats,
    ...ending,
  });
  const ownRuns = own.run().catch((error: unknown) => {
    log.fatal({ err: error }, 'the worker has stopped');
    deps.onLost();
  });
  await machines.start([MACHINE, ...deps.machines]);
  const promoting = deployment?.promote ? promoteOnce(client, { ...deployment, namespace, log }) : null;
  return {
    stop: async () => {
      await promoting?.stop();
      if (own.getState() === 'RUNNING') own.shutdown();
      await Promise.all([machines.stop(), ownRuns]);
    },
  };
}

function sinksOf(writer: ClosingWriter, early: EarlyAnswers, hub: LiveHub): InjectedSinks<EngineSinks> {
  return {
    engine: {
      answered: { fn: (_info, run, answer) => early.answered(run, answer) },
      ended: { fn: (info, result) => writer.add(result, info.workflowId) },
      changed: { fn: (_info, place) => hub.changed(place) },
    },
  };
}
