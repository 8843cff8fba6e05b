// Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.

export interface Flow {
  id: string;
  slug: string;
  name: string;
  draftRevision: number;
  publishedVersion: number | null;
  createdAt: string;
  updatedAt: string;
  archivedAt: string | null;
  /** The draft is not what is published. */
  unpublishedChanges: boolean;
  /** Type of the draft's trigger. */
  trigger: string | null;
  folder: string | null;
  tags: string[];
  /** Over what the plan includes: nothing starts it. */
  frozen: boolean;
  /** What a person would need for what one run does. */
  minutesSaved: number | null;
  draft: unknown;
  /** Who saved it last, as the audit names them; null: nobody since it was made. */
  draftBy: string | null;
  /** What only the builder knows: notes, groups, pins, sample events. */
  board: Record<string, unknown>;
  /** Of the draft. */
  problems: FlowProblem[];
  /** Where others call it, where the draft's trigger is a webhook. */
  webhook: FlowWebhook | null;
}

export interface FlowProblem {
  code: string;
  severity: 'error' | 'warning';
  node?: string;
  /** JSON pointer. */
  field?: string;
  message: string;
  range?: FlowProblemRange;
}

export interface FlowProblemRange {
  start: number;
  end: number;
}

export interface FlowWebhook {
  url: string;
  method: string;
}

export interface Run {
  id: string;
  flowId: string;
  /** null: a draft. */
  flowVersion: number | null;
  status: 'queued' | 'running' | 'waiting' | 'paused' | 'succeeded' | 'failed' | 'cancelled';
  test: boolean;
  acceptedAt: string;
  startedAt: string | null;
  endedAt: string | null;
  error: RunError | null;
  trigger: RunTrigger;
  output: unknown;
  /** What `respond` sent. */
  answer: RunAnswer | null;
  simulate: boolean;
  parentRunId: string | null;
  retryOf: string | null;
  replacedBy: string | null;
  waitingFor?: RunWaitingFor[];
}

export interface RunError {
  code: string;
  message: string;
  node?: string;
  attempts?: number;
  details?: unknown;
}

export interface RunTrigger {
  type: string;
  receivedAt?: string;
  data: unknown;
  headers?: unknown;
  query?: unknown;
}

export interface RunAnswer {
  status: number;
  headers: unknown;
  body: unknown;
}

export interface RunWaitingFor {
  node: string;
  kind: 'timer' | 'event' | 'approval' | 'flow' | 'parked';
  path?: RunWaitingForPath[];
  since: string;
  until?: string;
  reason: string;
}

export interface RunWaitingForPath {
  container: string;
  index: number;
}

export interface Template {
  id: string;
  title: string;
  summary: string;
  category: 'sales' | 'service' | 'finance' | 'stock' | 'operations' | 'integration' | 'ai' | 'reports';
  segments: ('online-shop' | 'workshop' | 'clinic' | 'salon' | 'delivery' | 'fleet' | 'hobby')[];
  connectors: string[];
  trigger: string;
  document: unknown;
  story: string[];
  needs: TemplateNeed[];
  setup: TemplateSetup[];
  tables: TemplateTable[];
  sample: TemplateSample[];
}

export interface TemplateNeed {
  key: string;
  connector: string;
  purpose: string;
}

export interface TemplateSetup {
  key: string;
  title: string;
  help: string;
  kind: 'text' | 'longText' | 'number' | 'money' | 'email' | 'url' | 'chat' | 'time' | 'duration' | 'cron' | 'days' | 'list';
  example: unknown;
  /** What each item of a list holds. */
  parts: TemplateSetupPart[];
  /** What counts where nothing is said; empty: it has to be said before the flow is published. */
  start: unknown;
}

export interface TemplateSetupPart {
  key: string;
  title: string;
  kind: 'text' | 'longText' | 'days';
}

export interface TemplateTable {
  name: string;
  description: string;
  columns: TemplateTableColumn[];
}

export interface TemplateTableColumn {
  name: string;
  type: 'text' | 'number' | 'boolean' | 'date' | 'dateTime' | 'json' | 'choice';
  required?: boolean;
  unique?: boolean;
  indexed?: boolean;
  /** What a new row has where it says nothing. */
  default?: unknown;
  /** Of a `choice`. */
  choices?: string[];
}

export interface TemplateSample {
  title: string;
  data: unknown;
}

export interface Approval {
  id: string;
  runId: string;
  flowId: string;
  flowName: string;
  node: string;
  path: ApprovalPath[];
  title: string;
  details: unknown;
  /** JSON Schemas by name. */
  fields: Record<string, unknown>;
  /** Roles and users; empty: anybody who may decide. */
  assignees: string[];
  status: 'open' | 'approved' | 'rejected' | 'timeout' | 'cancelled';
  createdAt: string;
  expiresAt: string | null;
  closedAt: string | null;
  by: string | null;
  comment: string | null;
  values: Record<string, unknown> | null;
  /** Its page, for those who may decide; null once it is closed. */
  url: string | null;
}

export interface ApprovalPath {
  container: string;
  index: number;
}

export interface Connection {
  id: string;
  connector: string;
  name: string;
  /** What is not secret. */
  config: Record<string, unknown>;
  /** Where the secret may go. */
  hosts: string[];
  createdBy: string;
  createdAt: string;
  updatedAt: string;
  testedAt: string | null;
  testError: string | null;
  /** Of the OAuth 2 access token that is kept for it. */
  tokenExpiresAt: string | null;
  /** When the secret was last written. */
  secretChangedAt: string;
  /** Of connections that a person signs in to. */
  signIn: ConnectionSignIn | null;
}

export interface ConnectionSignIn {
  state: 'signed_in' | 'needed';
  /** Who, as the other side calls them. */
  account: string | null;
  at: string | null;
  /** Since when it has to be done again. */
  failedAt: string | null;
}

export interface Table {
  id: string;
  name: string;
  description: string;
  columns: TableColumn[];
  /** Its ETag. */
  revision: number;
  rowCount: number;
  bytes: number;
  createdBy: string;
  createdAt: string;
  updatedAt: string;
  /** Published flows that use it. */
  flows: TableFlow[];
}

export interface TableColumn {
  id: string;
  name: string;
  type: 'text' | 'number' | 'boolean' | 'date' | 'dateTime' | 'json' | 'choice';
  required: boolean;
  unique: boolean;
  indexed: boolean;
  default: unknown;
  choices: string[];
}

export interface TableFlow {
  id: string;
  name: string;
}

export interface Conversation {
  id: string;
  channel: string;
  account: ConversationAccount;
  title: string | null;
  /** Who writes, as the channel says it. */
  contact: unknown;
  /** waiting: a run asked, and waits; unreachable: the contact takes no messages. */
  state: 'idle' | 'waiting' | 'unreachable';
  lastMessage: ConversationLastMessage | null;
  /** How the last message, or the last run that had to do with the chat, failed. */
  lastError: ConversationLastError | null;
  createdAt: string;
  activeAt: string;
  questions: ConversationQuestion[];
}

export interface ConversationAccount {
  id: string;
  name: string;
  /** Why nothing comes in there at the moment. */
  error: string | null;
}

export interface ConversationLastMessage {
  direction: 'in' | 'out';
  text: string;
  status: 'received' | 'sending' | 'sent' | 'failed';
  at: string;
}

export interface ConversationLastError {
  code: string;
  message: string;
  at: string;
  runId: string | null;
}

export interface ConversationQuestion {
  runId: string;
  flowId: string;
  flowName: string;
  askedAt: string;
  expiresAt: string | null;
}

export interface WebhookEndpoint {
  id: string;
  url: string;
  description: string;
  eventTypes: string[];
  flowIds: string[];
  inOrder: boolean;
  ratePerMinute: number | null;
  signature: 'hmac' | 'ed25519';
  /** `whpk_…`, of ed25519: checks our signatures. */
  publicKey: string | null;
  previousPublicKey: string | null;
  /** Until when the secret before this one signs, too. */
  previousUntil: string | null;
  headers: Record<string, string>;
  /** Names only. */
  secretHeaders: string[];
  enabled: boolean;
  /** `gone`: it answered 410. */
  disabledReason: 'by_hand' | 'gone' | 'failing' | null;
  disabledAt: string | null;
  /** It has taken nothing since. */
  failingSince: string | null;
  /** To the minute. */
  lastSuccessAt: string | null;
  revision: number;
  createdBy: string;
  createdAt: string;
  updatedAt: string;
  health: WebhookEndpointHealth;
}

export interface WebhookEndpointHealth {
  /** The last 24 hours; hours without deliveries are left out. */
  hours: WebhookEndpointHealthHour[];
  /** Deliveries that wait or are retried. */
  open: number;
}

export interface WebhookEndpointHealthHour {
  at: string;
  succeeded: number;
  failed: number;
}

export interface WebhookDelivery {
  id: string;
  endpointId: string;
  /** The `webhook-id` that receivers see. */
  messageId: string;
  type: string;
  state: 'due' | 'retrying' | 'parked' | 'succeeded' | 'failed';
  attempts: number;
  nextAt: string | null;
  lastStatus: number | null;
  /** Why no answer came: timeout, connection_failed, address_refused …. */
  lastError: string | null;
  /** Why it is not tried again. */
  reason: 'gave_up' | 'endpoint_gone' | 'endpoint_disabled' | null;
  test: boolean;
  createdAt: string;
  endedAt: string | null;
  /** The bytes that were sent. */
  body: string;
  /** The newest first. */
  tries: WebhookDeliveryTry[];
}

export interface WebhookDeliveryTry {
  n: number;
  at: string;
  url: string;
  /** Secret values are hidden. */
  requestHeaders: Record<string, string>;
  status: number | null;
  error: string | null;
  responseHeaders: Record<string, string> | null;
  /** Its first 4 KB. */
  responseBody: string | null;
  ms: number;
}

export interface DeadLetter {
  id: string;
  kind: 'message' | 'approval';
  ref: string;
  title: string;
  /** A code, or what was said when it failed. */
  reason: string;
  tries: number;
  state: 'open' | 'replayed' | 'discarded';
  firstAt: string;
  lastAt: string;
  settledAt: string | null;
  settledBy: string | null;
  payload: unknown;
}

export interface Me {
  user: MeUser | null;
  key: MeKey | null;
  role: string | null;
  scopes: string[];
  /** May do what operators of the installation do. */
  operator: boolean;
  /** The tenant’s own provider let them in: good in this tenant alone. */
  sso: boolean;
  /** One of ours sits in this person’s place. */
  impersonated: boolean;
  /** Why the tenant keeps them out just now: other calls answer so. */
  barred: MeBarred | null;
  entitled: MeEntitled;
  /** Parts of the product that are being rolled out. */
  flags: Record<string, boolean>;
  tenant: MeTenant;
}

export interface MeUser {
  id: string;
  email: string;
  name: string;
}

export interface MeKey {
  name: string;
}

export interface MeBarred {
  code: string;
  detail: string;
}

export interface MeEntitled {
  /** Null: this installation has no plans, and nothing is limited. */
  plan: string | null;
  state: string;
  access: 'full' | 'read_only';
  features: Record<string, unknown>;
  modules: string[];
  /** -1: as many as one likes. */
  limits: Record<string, number>;
}

export interface MeTenant {
  id: string;
  slug: string;
  name: string;
  plan: string;
  timezone: string;
  locale: string;
  settings: unknown;
}

export interface ApiKey {
  id: string;
  name: string;
  /** The first characters of the key. */
  prefix: string;
  scopes: string[];
  createdBy: string;
  /** The person who made it; `left`: they belong to the tenant no more. */
  maker: ApiKeyMaker | null;
  createdAt: string;
  expiresAt: string | null;
  /** To the minute. */
  lastUsedAt: string | null;
  lastUsedIp: string | null;
  revokedAt: string | null;
  allowedIps: string[];
  perMinute: number | null;
  /** Until then the log of its calls holds bodies too. */
  keepBodiesUntil: string | null;
  rotatedAt: string | null;
  /** The secret of before the last rotation, while it still works. */
  previous: ApiKeyPrevious | null;
}

export interface ApiKeyMaker {
  name: string | null;
  left: boolean;
}

export interface ApiKeyPrevious {
  prefix: string;
  until: string;
  usedAt: string | null;
}

export interface Call {
  id: string;
  at: string;
  keyId: string;
  keyName: string;
  /** By an access token of the key. */
  byToken: boolean;
  method: string;
  /** The pattern: `/v1/runs/{run}`. */
  route: string;
  /** As sent, with its query. */
  path: string;
  status: number;
  /** Of an error. */
  code: string | null;
  ms: number;
  ip: string;
  traceId: string;
  /** Bytes of the body that came. */
  received: number;
  /** Bytes of the answer, headers included. */
  sent: number;
  replayOf: string | null;
  hasBodies: boolean;
  bodies: CallBodies | null;
}

export interface CallBodies {
  request: unknown;
  answer: unknown;
  masked: boolean;
}

export interface AccessPolicy {
  ipAllow: string[];
  passwordLength: number;
  idleMinutes: number | null;
  sessionHours: number | null;
  requireTwoStep: boolean;
  /** Where this call came from. */
  yourIp: string;
}

export interface Sso {
  provider: SsoProvider | null;
  /** What the provider is told: `callback` for OpenID Connect, the others for SAML. */
  addresses: SsoProviderAddresses;
}

export interface SsoProvider {
  id: string;
  kind: 'oidc' | 'saml';
  /** The provider’s own name. */
  issuer: string;
  clientId: string | null;
  /** Of the set-up; whoever switches it on says which one they mean. */
  revision: number;
  /** Where people are sent to. */
  entryPoint: string;
  certificates: SsoProviderCertificate[];
  /** What the provider is told: `callback` for OpenID Connect, the others for SAML. */
  addresses: SsoProviderAddresses;
  /** How the last try went. */
  test: SsoProviderTest | null;
  /** When one last went well, as it is set up now. */
  testedAt: string | null;
  enabledAt: string | null;
  required: boolean;
}

export interface SsoProviderCertificate {
  fingerprint: string;
  notAfter: string;
}

export interface SsoProviderAddresses {
  callback: string;
  acs: string;
  entityId: string;
  metadata: string;
}

export interface SsoProviderTest {
  at: string;
  ok: boolean;
  email: string | null;
  problem: string | null;
}

export interface Retention {
  /** Legal hold: nothing is forgotten while it stands. */
  hold: boolean;
  kinds: RetentionKind[];
}

export interface RetentionKind {
  kind: 'runs' | 'traces' | 'events' | 'messages' | 'notifications' | 'aiCalls' | 'files';
  /** null: until somebody deletes them. */
  days: number | null;
  standard: number | null;
  least: number;
  most: number;
  /** Whether it may be null. */
  endless: boolean;
}

export interface Export {
  id: string;
  state: 'waiting' | 'running' | 'done' | 'failed';
  /** Rows, so far. */
  done: number;
  total: number | null;
  result: unknown;
  error: string | null;
  createdBy: string;
  createdAt: string;
  endedAt: string | null;
  /** Then it is forgotten, with what it made. */
  expiresAt: string;
}

export interface Import {
  id: string;
  state: 'uploading' | 'waiting' | 'running' | 'done' | 'failed';
  /** Rows, so far. */
  done: number;
  total: number | null;
  result: unknown;
  error: string | null;
  createdBy: string;
  createdAt: string;
  endedAt: string | null;
  /** Then it is forgotten, with what it made. */
  expiresAt: string;
  /** Bytes of the archive, packed. */
  size: number;
  /** `check`, `files`, `rows`; `cancel` where it was given up and workers let go. */
  phase: string | null;
}

export interface ErasureReceipt {
  receipt: ErasureReceiptReceipt;
  hash: string;
  signature: string;
  publicKey: string;
  valid: boolean;
}

export interface ErasureReceiptReceipt {
  id: string;
  /** What the tenant was. */
  subject: string;
  askedAt: string;
  beganAt: string;
  endedAt: string;
  /** Rows by table, and objects; null: too many to count. */
  counts: Record<string, number | null>;
  /** Invoices that the law wants to be kept, apart and without e-mails. */
  kept?: ErasureReceiptReceiptKept;
}

export interface ErasureReceiptReceiptKept {
  invoices: number;
  /** The day on which the last one goes. */
  until: string;
}

export interface Tenant {
  id: string;
  slug: string;
  name: string;
  plan: string;
  /** IANA. */
  timezone: string;
  locale: string;
  /** What flows read as `tenant.settings`. */
  settings: Record<string, unknown>;
  holidays: string[];
  brand: TenantBrand;
  /** The kind of business. */
  segment: string | null;
  onboardingStep: number;
  /** null: the first steps are not over. */
  onboardedAt: string | null;
}

export interface TenantBrand {
  /** Colour of what is pressed; shades follow from it, dark enough to be read. */
  primary?: string;
  /** Pixels. */
  radius?: number;
  font?: 'inter' | 'system' | 'rounded' | 'serif';
  /** A picture of at most 100,000 characters as a `data:` address. */
  logo?: string;
}

export interface Home {
  totals: HomeTotals;
  /** Those with most runs; `days`: runs of each day, the first first. */
  flows: HomeFlow[];
  waiting: HomeWaiting;
  approvals: HomeApprovals;
  failures: HomeFailure[];
  flowCount: number;
  publishedCount: number;
}

export interface HomeTotals {
  runs: number;
  succeeded: number;
  failed: number;
  minutesSaved: number | null;
}

export interface HomeFlow {
  runs: number;
  succeeded: number;
  failed: number;
  minutesSaved: number | null;
  id: string;
  name: string;
  days: number[];
}

export interface HomeWaiting {
  count: number;
  oldest: HomeWaitingOldest | null;
}

export interface HomeWaitingOldest {
  runId: string;
  flowName: string;
  since: string;
}

export interface HomeApprovals {
  open: number;
  oldest: HomeApprovalsOldest | null;
}

export interface HomeApprovalsOldest {
  id: string;
  title: string;
  since: string;
}

export interface HomeFailure {
  runId: string;
  flowId: string;
  flowName: string;
  error: unknown;
  at: string;
}

export interface FlowSummary {
  id: string;
  slug: string;
  name: string;
  draftRevision: number;
  publishedVersion: number | null;
  createdAt: string;
  updatedAt: string;
  archivedAt: string | null;
  /** The draft is not what is published. */
  unpublishedChanges: boolean;
  /** Type of the draft's trigger. */
  trigger: string | null;
  folder: string | null;
  tags: string[];
  /** Over what the plan includes: nothing starts it. */
  frozen: boolean;
  /** What a person would need for what one run does. */
  minutesSaved: number | null;
}

export interface FlowListPage {
  data: FlowSummary[];
  nextCursor: string | null;
}

export interface RunSummary {
  id: string;
  flowId: string;
  /** null: a draft. */
  flowVersion: number | null;
  status: 'queued' | 'running' | 'waiting' | 'paused' | 'succeeded' | 'failed' | 'cancelled';
  test: boolean;
  acceptedAt: string;
  startedAt: string | null;
  endedAt: string | null;
  error: RunError | null;
  trigger: RunSummaryTrigger;
  waitingFor?: RunWaitingFor[];
}

export interface RunSummaryTrigger {
  type: string;
  receivedAt?: string;
}

export interface RunListPage {
  data: RunSummary[];
  nextCursor: string | null;
}

export interface TemplateSummary {
  id: string;
  title: string;
  summary: string;
  category: 'sales' | 'service' | 'finance' | 'stock' | 'operations' | 'integration' | 'ai' | 'reports';
  segments: ('online-shop' | 'workshop' | 'clinic' | 'salon' | 'delivery' | 'fleet' | 'hobby')[];
  connectors: string[];
  trigger: string;
  document: unknown;
}

export interface TemplateListResult {
  data: TemplateSummary[];
}

export interface Kit {
  id: string;
  segment: 'online-shop' | 'workshop' | 'clinic' | 'salon' | 'delivery' | 'fleet' | 'hobby';
  title: string;
  summary: string;
  templates: KitTemplate[];
  needs: KitNeed[];
  /** Of all its templates; what several ask for stands here once. */
  setup: TemplateSetup[];
  tables: string[];
}

export interface KitTemplate {
  id: string;
  title: string;
  summary: string;
}

export interface KitNeed {
  key: string;
  connector: string;
  purpose: string;
}

export interface KitListResult {
  data: Kit[];
}

export interface Event {
  id: string;
  name: string;
  key: string | null;
  data: unknown;
  /** `api`, a connector, `trama`. */
  source: string;
  /** The sender's own id. */
  externalId: string | null;
  receivedAt: string;
  /** Runs that it began. */
  started: string[];
  /** Runs that waited for it when it came. */
  reached: string[];
}

export interface EventListPage {
  data: Event[];
  nextCursor: string | null;
}

export interface ApprovalListPage {
  data: Approval[];
  nextCursor: string | null;
}

export interface ConnectionListPage {
  data: Connection[];
  nextCursor: string | null;
}

export interface OauthProvider {
  id: string;
  title: OauthProviderTitle;
  /** Fields of the connection. */
  fields: OauthProviderFields;
  /** Where client id and secret are to be had. */
  console: string;
}

export interface OauthProviderTitle {
  pt: string;
  en: string;
}

export interface OauthProviderFields {
  authorizeUrl: string;
  tokenUrl: string;
  accountUrl: string;
  revokeUrl?: string;
  scope: string;
  clientAuth: 'basic' | 'body';
  hosts: string[];
}

export interface OauthProviderListResult {
  data: OauthProvider[];
  /** What to register there. */
  redirectUri: string;
}

export interface TableSummary {
  id: string;
  name: string;
  description: string;
  columns: TableColumn[];
  /** Its ETag. */
  revision: number;
  rowCount: number;
  bytes: number;
  createdBy: string;
  createdAt: string;
  updatedAt: string;
}

export interface TableListPage {
  data: TableSummary[];
  nextCursor: string | null;
}

export interface ConversationSummary {
  id: string;
  channel: string;
  account: ConversationSummaryAccount;
  title: string | null;
  /** Who writes, as the channel says it. */
  contact: unknown;
  /** waiting: a run asked, and waits; unreachable: the contact takes no messages. */
  state: 'idle' | 'waiting' | 'unreachable';
  lastMessage: ConversationLastMessage | null;
  /** How the last message, or the last run that had to do with the chat, failed. */
  lastError: ConversationLastError | null;
  createdAt: string;
  activeAt: string;
}

export interface ConversationSummaryAccount {
  id: string;
  name: string;
  /** Why nothing comes in there at the moment. */
  error: string | null;
}

export interface ConversationListPage {
  data: ConversationSummary[];
  nextCursor: string | null;
}

export interface NodeType {
  type: string;
  version: number;
  kind: 'core' | 'action';
  /** JSON Schema of the config after its expressions were read. */
  config: unknown;
  /** JSON Schema. */
  output?: unknown;
  ports: string[];
}

export interface NodeTypeListResult {
  data: NodeType[];
  nextCursor: null;
  triggers: unknown[];
  connections: unknown[];
}

export interface WebhookEventType {
  type: string;
  description: string;
  /** JSON Schema of the message’s data. */
  schema: unknown;
  example: unknown;
}

export interface WebhookEventTypeListResult {
  data: WebhookEventType[];
}

export interface WebhookEndpointListPage {
  data: WebhookEndpoint[];
  nextCursor: string | null;
}

export interface WebhookDeliverySummary {
  id: string;
  endpointId: string;
  /** The `webhook-id` that receivers see. */
  messageId: string;
  type: string;
  state: 'due' | 'retrying' | 'parked' | 'succeeded' | 'failed';
  attempts: number;
  nextAt: string | null;
  lastStatus: number | null;
  /** Why no answer came: timeout, connection_failed, address_refused …. */
  lastError: string | null;
  /** Why it is not tried again. */
  reason: 'gave_up' | 'endpoint_gone' | 'endpoint_disabled' | null;
  test: boolean;
  createdAt: string;
  endedAt: string | null;
}

export interface WebhookDeliveryListPage {
  data: WebhookDeliverySummary[];
  nextCursor: string | null;
}

export interface Audit {
  v: number;
  /** Its number in the chain, without gaps. */
  seq: number;
  at: string;
  actor: string;
  /** As it was then. */
  actorName: string | null;
  impersonator: string | null;
  action: string;
  target: string;
  targetKind: string | null;
  targetName: string | null;
  data: unknown;
  /** `{ field: { before, after } }`, or null. */
  changes: unknown;
  via: string | null;
  ip: string | null;
  userAgent: string | null;
  /** `X-Request-Id` of the request. */
  traceId: string | null;
}

export interface AuditListPage {
  data: Audit[];
  nextCursor: string | null;
}

export interface DeadLetterSummary {
  id: string;
  kind: 'message' | 'approval';
  ref: string;
  title: string;
  /** A code, or what was said when it failed. */
  reason: string;
  tries: number;
  state: 'open' | 'replayed' | 'discarded';
  firstAt: string;
  lastAt: string;
  settledAt: string | null;
  settledBy: string | null;
}

export interface DeadLetterListPage {
  data: DeadLetterSummary[];
  nextCursor: string | null;
}

export interface ApiKeyListPage {
  data: ApiKey[];
  nextCursor: string | null;
}

export interface CallSummary {
  id: string;
  at: string;
  keyId: string;
  keyName: string;
  /** By an access token of the key. */
  byToken: boolean;
  method: string;
  /** The pattern: `/v1/runs/{run}`. */
  route: string;
  /** As sent, with its query. */
  path: string;
  status: number;
  /** Of an error. */
  code: string | null;
  ms: number;
  ip: string;
  traceId: string;
  /** Bytes of the body that came. */
  received: number;
  /** Bytes of the answer, headers included. */
  sent: number;
  replayOf: string | null;
  hasBodies: boolean;
}

export interface CallListPage {
  data: CallSummary[];
  nextCursor: string | null;
}

export interface Scope {
  title: string;
  scopes: ScopeScope[];
}

export interface ScopeScope {
  id: string;
  text: string;
}

export interface ScopeListResult {
  data: Scope[];
}

export interface Member {
  id: string;
  name: string;
  email: string;
  /** A built-in role, or `rol_…`. */
  role: string;
  /** Of a role of the tenant’s own. */
  roleName: string | null;
  since: string;
  /** They may not sign in. */
  disabled: boolean;
  /** Two-step verification is on. */
  twoStep: boolean;
}

export interface MemberListPage {
  data: Member[];
  nextCursor: string | null;
}

export interface RoleListResult {
  builtIn: RoleListResultBuiltIn[];
  custom: RoleListResultCustom[];
  rights: RoleListResultRight[];
}

export interface RoleListResultBuiltIn {
  name: string;
  scopes: string[];
}

export interface RoleListResultCustom {
  id: string;
  name: string;
  description: string;
  scopes: string[];
  /** People who have it. */
  members: number;
  createdAt: string;
  updatedAt: string;
}

export interface RoleListResultRight {
  title: string;
  scopes: RoleListResultRightScope[];
}

export interface RoleListResultRightScope {
  scope: string;
  text: string;
}

export interface Invite {
  id: string;
  email: string;
  /** A built-in role, or `rol_…`. */
  role: string;
  invitedBy: string;
  createdAt: string;
  sentAt: string;
  expiresAt: string;
  status: 'open' | 'expired';
}

export interface InviteListPage {
  data: Invite[];
  nextCursor: string | null;
}

export interface Domain {
  domain: string;
  /** The TXT record that proves it. */
  record: DomainRecord;
  verifiedAt: string | null;
  checkedAt: string | null;
  /** What whoever comes by single sign-on for the first time joins as; null: by invite alone. */
  joinRole: 'editor' | 'operator' | 'viewer' | null;
}

export interface DomainRecord {
  name: string;
  value: string;
}

export interface DomainListResult {
  data: Domain[];
}

export interface Licence {
  id: string;
  name: string;
  app: 'desktop' | 'cli';
  /** Who activated it. */
  by: string;
  status: 'active' | 'expired' | 'revoked';
  activatedAt: string;
  refreshedAt: string;
  expiresAt: string;
  graceUntil: string;
  revokedAt: string | null;
}

export interface LicenceListPage {
  data: Licence[];
  nextCursor: string | null;
  /** How many may be active at once; -1: as many as one likes. */
  machines: number;
}

export interface DataCatalogue {
  table: string;
  purpose: string;
  /** A retention that the tenant chooses, or tenant, audit, short. */
  keeping: string;
  /** Whether exports hold it. */
  archive: 'out' | 'no';
  /** What goes where one person is erased. */
  person: 'rows' | 'values' | 'no';
  columns: DataCatalogueColumn[];
}

export interface DataCatalogueColumn {
  name: string;
  kind: 'personal' | 'secret' | 'business' | 'technical';
}

export interface DataCatalogueListResult {
  data: DataCatalogue[];
}

export interface ExportListResult {
  data: Export[];
}

export interface ImportListResult {
  data: Import[];
}

export interface Consent {
  id: string;
  channel: string;
  /** null: the person was erased. */
  contact: string | null;
  purpose: string;
  given: boolean;
  source: string;
  evidence: string | null;
  /** `flow`: by privacy.record. */
  by: string;
  at: string;
}

export interface ConsentListPage {
  data: Consent[];
  nextCursor: string | null;
}

export interface FlowValidateResult {
  problems: FlowProblem[];
  plan: FlowValidateResultPlan | null;
}

export interface FlowValidateResultPlan {
  hash: string;
  nodes: number;
}

export interface FlowImportFromResult {
  document: unknown;
  report: FlowImportFromResultReport;
}

export interface FlowImportFromResultReport {
  source: 'n8n' | 'node-red' | 'activepieces';
  /** All flows of the document, where it holds several. */
  parts?: FlowImportFromResultReportPart[];
  /** The one of them that was taken. */
  part?: string;
  counts: FlowImportFromResultReportCounts;
  nodes: FlowImportFromResultReportNode[];
  /** Credentials that were used there: make a connection for each. */
  connections: FlowImportFromResultReportConnection[];
  /** Variables that are read: they are the tenant's settings here. */
  settings: string[];
  notes: FlowImportFromResultReportNote[];
}

export interface FlowImportFromResultReportPart {
  id: string;
  name: string;
}

export interface FlowImportFromResultReportCounts {
  mapped: number;
  approximated: number;
  notMapped: number;
}

export interface FlowImportFromResultReportNode {
  name: string;
  type: string;
  status: 'mapped' | 'approximated' | 'notMapped';
  /** Nodes of the flow that it became. */
  nodes: string[];
  reasons: FlowImportFromResultReportNodeReason[];
}

export interface FlowImportFromResultReportNodeReason {
  pt: string;
  en: string;
}

export interface FlowImportFromResultReportConnection {
  type: string;
  name: string;
  connector: string | null;
  nodes: string[];
}

export interface FlowImportFromResultReportNote {
  pt: string;
  en: string;
}

export interface FlowImportFromCreated {
  flow: Flow;
  report: FlowImportFromResultReport;
}

export interface FlowPublishResult {
  flowId: string;
  version: number;
  hash: string;
  note: string | null;
  createdBy: string;
  createdAt: string;
  /** Open runs that were cancelled or started again. */
  settledRuns: number;
}

export interface FlowVersion {
  flowId: string;
  version: number;
  hash: string;
  note: string | null;
  createdBy: string;
  createdAt: string;
}

export interface FlowListVersionsPage {
  data: FlowVersion[];
  nextCursor: string | null;
}

export interface FlowGetVersionResult {
  flowId: string;
  version: number;
  hash: string;
  note: string | null;
  createdBy: string;
  createdAt: string;
  definition: unknown;
}

export interface FlowDiffResult {
  from: 'draft' | number;
  to: 'draft' | number;
  nodes: unknown;
  edges: unknown;
  other: unknown;
}

export interface FlowGetCodeResult {
  /** Name of the workflow. */
  workflow: string;
  files: FlowGetCodeResultFile[];
  notes: string[];
}

export interface FlowGetCodeResultFile {
  path: string;
  content: string;
}

export interface FlowGetScheduleResult {
  flowId: string;
  version: number;
  /** The next firings, at most five; none while it is paused. */
  next: string[];
  pausedAt: string | null;
  last: FlowGetScheduleResultLast | null;
  /**
   * Due while nothing ran, and older than `catchup`: not made up for. Each time the event
   * `trama.schedule.missed` tells.
   */
  missed: FlowGetScheduleResultMissed;
}

export interface FlowGetScheduleResultLast {
  dueAt: string;
  firedAt: string;
  /** What it became: started, queued, skipped, delivered, replacing or failed. */
  outcome: string;
  runId: string | null;
}

export interface FlowGetScheduleResultMissed {
  count: number;
  lastAt: string | null;
}

export interface FlowGetListeningResult {
  version: number | null;
  /** Of the trigger; null: nothing is published. */
  type: string | null;
  state: 'off' | 'publishing' | 'live' | 'failed';
  /** Of `failed`: `no_account`, `receive_off`, or what the other side says. */
  why: string | null;
  /** Where others call it. */
  webhook: string | null;
  /** By which messages come in. */
  connection: string | null;
  nextAt: string | null;
  /** Without tests, newest version first. */
  openRuns: FlowGetListeningResultOpenRun[];
}

export interface FlowGetListeningResultOpenRun {
  version: number;
  runs: number;
}

export interface RunGetSummaryResult {
  buckets: RunGetSummaryResultBucket[];
  p50Ms: number | null;
  p95Ms: number | null;
}

export interface RunGetSummaryResultBucket {
  from: string;
  byStatus: Record<string, number>;
}

export interface RunBulkResult {
  matched: number;
  done: number;
  failed: RunBulkResultFailed[];
  more: boolean;
  next?: string;
}

export interface RunBulkResultFailed {
  id: string;
  code: string;
}

export interface RunStartAccepted {
  id: string;
  runId: string;
  status?: 'queued' | 'running' | 'waiting' | 'paused' | 'succeeded' | 'failed' | 'cancelled';
  flowId?: string;
  flowVersion?: number | null;
  skipped?: true;
  delivered?: true;
}

export interface RunTrace {
  /** Order in the trace, from 1. */
  n: number;
  node: string;
  path: RunTracePath[];
  status: 'running' | 'waiting' | 'retrying' | 'parked' | 'succeeded' | 'failed' | 'skipped' | 'cancelled' | 'pinned';
  startedAt: string | null;
  endedAt: string | null;
  attempts: number;
  port: string | null;
  input: unknown;
  output: unknown;
  error: RunError | null;
  reason?: string;
  /** Its last attempts, where it needed more than one or was told to wait. */
  tries?: RunTraceTry[];
}

export interface RunTracePath {
  container: string;
  index: number;
}

export interface RunTraceTry {
  /** From 1; one that went with its process is missing. */
  n: number;
  startedAt: string;
  endedAt: string;
  /** null: it came out well. */
  error: RunTraceTryError | null;
  /** It was told to wait until then, which is no attempt. */
  until?: string;
}

export interface RunTraceTryError {
  code: string;
  message: string;
}

export interface RunGetTracePage {
  steps: RunTrace[];
  nextCursor: string | null;
}

export interface RunRetryResult {
  id: string;
  runId: string;
  status?: 'queued' | 'running' | 'waiting' | 'paused' | 'succeeded' | 'failed' | 'cancelled';
  flowId?: string;
  flowVersion?: number | null;
  skipped?: true;
  delivered?: true;
  retryOf: string;
}

export interface RunGetTemporalResult {
  url: string;
}

export interface FileUploadResult {
  file: string;
  name: string;
  type: string;
  size: number;
  sha256: string;
}

export interface TemplateUseResult {
  document: unknown;
  problems: FlowProblem[];
  /** Keys of fields that are still empty. */
  missingValues: string[];
  /** Keys of needs without a connection. */
  missingConnections: string[];
}

export interface TemplateUseCreated {
  flow: Flow;
  tables: TemplateUseCreatedTable[];
  /** Keys of fields that are still empty. */
  missingValues: string[];
  /** Keys of needs without a connection. */
  missingConnections: string[];
}

export interface TemplateUseCreatedTable {
  id: string;
  name: string;
  how: 'created' | 'extended' | 'kept';
}

export interface KitUseResult {
  flows: KitUseResultFlow[];
  tables: KitUseResultTable[];
}

export interface KitUseResultFlow {
  template: string;
  flowId: string;
  name: string;
  publishedVersion: number | null;
  /** It was there before. */
  kept: boolean;
  /** Keys of fields that are still empty. */
  missingValues: string[];
  /** Keys of needs without a connection. */
  missingConnections: string[];
}

export interface KitUseResultTable {
  id: string;
  name: string;
  how: 'created' | 'extended' | 'kept';
}

export interface EventPublishResult {
  id: string;
  name: string;
  key: string | null;
  receivedAt: string;
  duplicate: boolean;
  started: string[];
  reached: string[];
}

export interface RunSendEventResult {
  id: string;
  name: string;
  receivedAt: string;
  duplicate: boolean;
}

export interface ConnectionBeginSignInResult {
  url: string;
  expiresAt: string;
}

export interface TableImportRowsResult {
  /** Rows of the file, without its header. */
  read: number;
  inserted: number;
  updated: number;
  skipped: number;
  faultCount: number;
  /** The first 100; `row` as a spreadsheet counts, its header being row 1. */
  faults: TableImportRowsResultFault[];
  columns: TableImportRowsResultColumn[];
  dryRun: boolean;
}

export interface TableImportRowsResultFault {
  row: number;
  column: string;
  problem: string;
  message: string;
}

export interface TableImportRowsResultColumn {
  header: string;
  column: string | null;
}

export interface TableDeleteRowsResult {
  deleted: string[];
}

export interface TableRow {
  id: string;
  /** Its ETag. */
  version: number;
  /** Each column by its name; null where it is empty. */
  values: Record<string, unknown>;
  createdAt: string;
  updatedAt: string;
}

export interface TableListRowsPage {
  data: TableRow[];
  nextCursor: string | null;
  total: number | null;
}

export interface TablePutRowsResult {
  rows: TableRow[];
  inserted: number;
  updated: number;
}

export interface AiGetUsageResult {
  month: string;
  calls: number;
  /** Calls whose answer never came: they may have been paid for. */
  lostCalls: number;
  /** Calls of models without a known price: their cost is not in the sum. */
  unpricedCalls: number;
  inputTokens: number;
  cachedInputTokens: number;
  outputTokens: number;
  costUsd: number;
  /** By calls that are under way. */
  reservedTokens: number;
  reservedUsd: number;
  budget: AiGetUsageResultBudget;
  models: AiGetUsageResultModel[];
  /** flowId null: outside of flows, or of flows that are gone. */
  flows: AiGetUsageResultFlow[];
  /** Of the tenant’s calendar; those with calls. */
  days: AiGetUsageResultDay[];
}

export interface AiGetUsageResultBudget {
  /** In a month; null: no limit. */
  tokens: number | null;
  /** US dollars in a month; null: no limit. */
  costUsd: number | null;
}

export interface AiGetUsageResultModel {
  provider: string;
  model: string;
  calls: number;
  /** Calls whose answer never came: they may have been paid for. */
  lostCalls: number;
  /** Calls of models without a known price: their cost is not in the sum. */
  unpricedCalls: number;
  inputTokens: number;
  cachedInputTokens: number;
  outputTokens: number;
  costUsd: number;
}

export interface AiGetUsageResultFlow {
  flowId: string | null;
  flowName: string | null;
  calls: number;
  /** Calls whose answer never came: they may have been paid for. */
  lostCalls: number;
  /** Calls of models without a known price: their cost is not in the sum. */
  unpricedCalls: number;
  inputTokens: number;
  cachedInputTokens: number;
  outputTokens: number;
  costUsd: number;
}

export interface AiGetUsageResultDay {
  day: string;
  calls: number;
  /** Calls whose answer never came: they may have been paid for. */
  lostCalls: number;
  /** Calls of models without a known price: their cost is not in the sum. */
  unpricedCalls: number;
  inputTokens: number;
  cachedInputTokens: number;
  outputTokens: number;
  costUsd: number;
}

export interface AiGetHelpResult {
  available: boolean;
  state: 'ready' | 'off' | 'missing' | 'gone' | 'forbidden';
  /** Who answers. */
  asked: AiGetHelpResultAsked | null;
  settings: AiGetHelpResultSettings;
  connections: AiGetHelpResultConnection[];
}

export interface AiGetHelpResultAsked {
  /** null: the operator’s model. */
  name: string | null;
  model: string | null;
}

export interface AiGetHelpResultSettings {
  enabled: boolean;
  connection: string | null;
  model: string | null;
}

export interface AiGetHelpResultConnection {
  id: string;
  name: string;
  model: string | null;
}

export interface AiTestHelpResult {
  ok: boolean;
  ms: number;
  error: AiTestHelpResultError | null;
  usage: AiTestHelpResultUsage;
}

export interface AiTestHelpResultError {
  code: string;
  message: string;
}

export interface AiTestHelpResultUsage {
  /** Which model answered. */
  model: string | null;
  inputTokens: number;
  outputTokens: number;
  /** null: the model has no known price. */
  costUsd: number | null;
}

export interface AiPreviewValuesResult {
  /** null: no run has ended yet. */
  values: string | null;
}

export interface AiDraftFlowResult {
  document: unknown;
  /** What is still wrong with it. */
  problems: FlowProblem[];
  /** How often the model was asked. */
  answers: number;
  usage: AiTestHelpResultUsage;
}

export interface AiExplainFlowResult {
  explanation: string;
  usage: AiTestHelpResultUsage;
}

export interface AiMendFlowResult {
  document: unknown;
  why: string;
  /** What is still wrong with it. */
  problems: FlowProblem[];
  /** How often the model was asked. */
  answers: number;
  usage: AiTestHelpResultUsage;
}

export interface AiWriteExpressionResult {
  expression: string;
  /** What is still wrong with it. */
  problems: FlowProblem[];
  /** How often the model was asked. */
  answers: number;
  usage: AiTestHelpResultUsage;
}

export interface ConversationMessage {
  id: string;
  direction: 'in' | 'out';
  kind: string;
  text: string;
  options: string[];
  status: 'received' | 'sending' | 'sent' | 'failed';
  error: string | null;
  /** Who sent it, or heard it first. */
  runId: string | null;
  at: string;
}

export interface ConversationListMessagesPage {
  data: ConversationMessage[];
  nextCursor: string | null;
}

export interface NodeTypeTestResult {
  ok: boolean;
  output: unknown;
  error: NodeTypeTestResultError | null;
  ms: number;
}

export interface NodeTypeTestResultError {
  code: string;
  message: string;
  details: unknown;
}

export interface WebhookEndpointCreateResult {
  id: string;
  url: string;
  description: string;
  eventTypes: string[];
  flowIds: string[];
  inOrder: boolean;
  ratePerMinute: number | null;
  signature: 'hmac' | 'ed25519';
  /** `whpk_…`, of ed25519: checks our signatures. */
  publicKey: string | null;
  previousPublicKey: string | null;
  /** Until when the secret before this one signs, too. */
  previousUntil: string | null;
  headers: Record<string, string>;
  /** Names only. */
  secretHeaders: string[];
  enabled: boolean;
  /** `gone`: it answered 410. */
  disabledReason: 'by_hand' | 'gone' | 'failing' | null;
  disabledAt: string | null;
  /** It has taken nothing since. */
  failingSince: string | null;
  /** To the minute. */
  lastSuccessAt: string | null;
  revision: number;
  createdBy: string;
  createdAt: string;
  updatedAt: string;
  /** `whsec_…`, in this answer alone; null of ed25519. */
  secret: string | null;
}

export interface WebhookEndpointUpdateResult {
  id: string;
  url: string;
  description: string;
  eventTypes: string[];
  flowIds: string[];
  inOrder: boolean;
  ratePerMinute: number | null;
  signature: 'hmac' | 'ed25519';
  /** `whpk_…`, of ed25519: checks our signatures. */
  publicKey: string | null;
  previousPublicKey: string | null;
  /** Until when the secret before this one signs, too. */
  previousUntil: string | null;
  headers: Record<string, string>;
  /** Names only. */
  secretHeaders: string[];
  enabled: boolean;
  /** `gone`: it answered 410. */
  disabledReason: 'by_hand' | 'gone' | 'failing' | null;
  disabledAt: string | null;
  /** It has taken nothing since. */
  failingSince: string | null;
  /** To the minute. */
  lastSuccessAt: string | null;
  revision: number;
  createdBy: string;
  createdAt: string;
  updatedAt: string;
}

export interface WebhookEndpointEnableResult {
  endpoint: WebhookEndpointUpdateResult;
  replayed: number;
}

export interface WebhookEndpointReplayFailedResult {
  replayed: number;
}

export interface WebhookEndpointSendResult {
  deliveryId: string;
}

export interface AuditActor {
  actor: string;
  name: string | null;
}

export interface AuditListActorsResult {
  data: AuditActor[];
}

export interface AuditVerifyResult {
  fault: AuditVerifyResultFault | null;
  entries: number;
  /** The last entry that fits. */
  head: AuditVerifyResultHead | null;
}

export interface AuditVerifyResultFault {
  kind: string;
  seq: number;
}

export interface AuditVerifyResultHead {
  seq: number;
  hash: string;
  at: string;
}

export interface AuditGetExportScheduleResult {
  /** Null: nowhere. */
  schedule: AuditGetExportScheduleResultSchedule | null;
}

export interface AuditGetExportScheduleResultSchedule {
  endpoint: string;
  region: string;
  bucket: string;
  prefix: string;
  accessKey: string;
  format: 'jsonl' | 'csv';
  gzip: boolean;
  hour: number;
  /** The last entry that the bucket has; 0: none. */
  upTo: number;
  /** Entries that it has not yet. */
  waiting: number;
  nextAt: string;
  /** When it had everything last. */
  lastAt: string | null;
  failing: AuditGetExportScheduleResultScheduleFailing | null;
}

export interface AuditGetExportScheduleResultScheduleFailing {
  since: string;
  times: number;
  problem: string;
  message: AuditGetExportScheduleResultScheduleFailingMessage;
  detail: string | null;
}

export interface AuditGetExportScheduleResultScheduleFailingMessage {
  pt: string;
  en: string;
}

export interface AuditTryExportScheduleResult {
  problem: AuditTryExportScheduleResultProblem | null;
}

export interface AuditTryExportScheduleResultProblem {
  kind: string;
  message: AuditTryExportScheduleResultProblemMessage;
  detail: string | null;
}

export interface AuditTryExportScheduleResultProblemMessage {
  pt: string;
  en: string;
}

export interface ApiKeyCreateResult {
  id: string;
  name: string;
  /** The first characters of the key. */
  prefix: string;
  scopes: string[];
  createdBy: string;
  /** The person who made it; `left`: they belong to the tenant no more. */
  maker: ApiKeyCreateResultMaker | null;
  createdAt: string;
  expiresAt: string | null;
  /** To the minute. */
  lastUsedAt: string | null;
  lastUsedIp: string | null;
  revokedAt: string | null;
  allowedIps: string[];
  perMinute: number | null;
  /** Until then the log of its calls holds bodies too. */
  keepBodiesUntil: string | null;
  rotatedAt: string | null;
  /** The secret of before the last rotation, while it still works. */
  previous: ApiKeyCreateResultPrevious | null;
  key: string;
}

export interface ApiKeyCreateResultMaker {
  name: string | null;
  left: boolean;
}

export interface ApiKeyCreateResultPrevious {
  prefix: string;
  until: string;
  usedAt: string | null;
}

export interface GraphqlQueryResult {
  data?: unknown;
  /** `extensions.code` is of the table of errors. */
  errors?: GraphqlQueryResultError[];
}

export interface GraphqlQueryResultError {
  message: string;
  locations?: GraphqlQueryResultErrorLocation[];
  path?: (string | number)[];
  extensions?: unknown;
}

export interface GraphqlQueryResultErrorLocation {
  line: number;
  column: number;
}

export interface CallReplayResult {
  status: number;
  ms: number;
  contentType: string | null;
  body: unknown;
  /** Only the beginning is shown. */
  cut: boolean;
}

export interface CallCountUsageResult {
  total: CallCountUsageResultTotal;
  /** Those with calls, the first first. */
  buckets: CallCountUsageResultBucket[];
  routes: CallCountUsageResultRoute[];
  keys: CallCountUsageResultKey[];
}

export interface CallCountUsageResultTotal {
  calls: number;
  refused: number;
  limited: number;
  failed: number;
}

export interface CallCountUsageResultBucket {
  calls: number;
  refused: number;
  limited: number;
  failed: number;
  from: string;
}

export interface CallCountUsageResultRoute {
  calls: number;
  refused: number;
  limited: number;
  failed: number;
  method: string;
  route: string;
  p50Ms: number;
  p95Ms: number;
}

export interface CallCountUsageResultKey {
  calls: number;
  refused: number;
  limited: number;
  failed: number;
  id: string;
  name: string;
}

export interface SsoTestResult {
  /** Where the browser goes to; null: by another way. */
  url: string | null;
}

export interface LicenceClaimLifetimeResult {
  id: string;
  product: string;
  request: string;
  until: string;
}

export interface LicenceCreateResult {
  id: string;
  /** The signed licence, a compact JWS: to be kept, and verified without a connection. */
  document: string;
  expiresAt: string;
  /** Until then it counts, with a warning. */
  graceUntil: string;
}

export interface RetentionUpdateResult {
  /** Legal hold: nothing is forgotten while it stands. */
  hold: boolean;
  kinds: RetentionKind[];
}

export interface ConsentCheckResult {
  status: 'given' | 'withdrawn' | 'unknown';
  since: string | null;
}

export interface PersonFindResult {
  /** Rows by table. */
  counts: Record<string, number>;
  /** That have not ended. */
  openRuns: number;
}

export interface PersonEraseResult {
  id: string;
  kind: 'export' | 'erase';
  /** Rows by table. */
  counts: Record<string, number>;
  by: string;
  at: string;
}

export interface PersonListRequestsResult {
  data: PersonEraseResult[];
}

export interface TenantRequestDeletionResult {
  askedAt: string;
  /** From here on it cannot be taken back. */
  dueAt: string;
  by: string;
  /** A legal hold was set since: nothing is deleted while it stands, also behind `dueAt`. */
  onHold: boolean;
  /** Of the receipt that there will be: keep it, for nobody can sign in then. */
  receiptId: string;
}

export interface TenantGetDeletionResult {
  deletion: TenantRequestDeletionResult | null;
  /** That one has to take it back. */
  days: number;
}

export interface SubscriptionGetProfileResult {
  legalName: string;
  /** CPF or CNPJ, without punctuation. */
  taxId: string | null;
  /** Where invoices go beside the owners. */
  email: string | null;
  address: SubscriptionGetProfileResultAddress | null;
}

export interface SubscriptionGetProfileResultAddress {
  zip: string;
  street: string;
  number: string;
  complement: string | null;
  district: string;
  city: string;
  state: string;
}

export interface SubscriptionInvoice {
  id: string;
  kind: 'invoice' | 'credit_note';
  /** As it is printed: series, year, number. */
  number: string;
  /** Of a credit note: the invoice that it takes back from. */
  of: string | null;
  paymentId: string;
  total: Money;
  method: 'card' | 'pix' | null;
  periodStart: string | null;
  periodEnd: string | null;
  paidAt: string;
  issuedAt: string;
}

export interface Money {
  /** Whole cents. */
  amount: number;
  /** ISO 4217. */
  currency: string;
}

export interface SubscriptionListInvoicesPage {
  data: SubscriptionInvoice[];
  nextCursor: string | null;
}

export interface SubscriptionGetInvoiceResult {
  id: string;
  kind: 'invoice' | 'credit_note';
  /** As it is printed: series, year, number. */
  number: string;
  /** Of a credit note: the invoice that it takes back from. */
  of: string | null;
  paymentId: string;
  total: Money;
  method: 'card' | 'pix' | null;
  periodStart: string | null;
  periodEnd: string | null;
  paidAt: string;
  issuedAt: string;
  issuer: SubscriptionGetInvoiceResultIssuer;
  customer: SubscriptionGetInvoiceResultCustomer;
  lines: SubscriptionGetInvoiceResultLine[];
  /** The fiscal document (NFS-e); null: nobody makes one here. */
  fiscal: SubscriptionGetInvoiceResultFiscal | null;
}

export interface SubscriptionGetInvoiceResultIssuer {
  name: string;
  taxId: string | null;
}

export interface SubscriptionGetInvoiceResultCustomer {
  legalName: string;
  taxId: string | null;
  email: string | null;
}

export interface SubscriptionGetInvoiceResultLine {
  key: string | null;
  name: string;
  quantity: number;
  unit: Money;
  amount: Money;
}

export interface SubscriptionGetInvoiceResultFiscal {
  state: 'waiting' | 'issued' | 'refused';
  number: string | null;
  url: string | null;
  reason: string | null;
}

export interface SubscriptionSendInvoiceResult {
  to: string[];
}

export interface SubscriptionUsage {
  feature: string;
  /** Counted by the month, or as it stands. */
  kind: 'metered' | 'standing';
  current: number;
  /** -1: as many as one likes. */
  limit: number;
  percentage: number;
  resetsAt: string | null;
  /** From 80 % and from 100 %. */
  warning: 'none' | 'near' | 'full';
}

export interface SubscriptionListUsageResult {
  data: SubscriptionUsage[];
}

export interface SubscriptionGetMarketplacesResult {
  all: string[];
  /** Of the plan. */
  fixed: string[];
  chosen: string[];
  choose: number | 'all';
  /** When the next choice may be taken back, where all are taken. */
  changesAt: string | null;
}

export interface SubscriptionUsageCharge {
  /** Its first day. */
  month: string;
  amount: Money;
  /** open: too little, and carried over, or not asked for yet; failed: asked for again. */
  status: 'open' | 'asked' | 'failed' | 'paid';
  nextAt: string | null;
  lines: SubscriptionUsageChargeLine[];
}

export interface SubscriptionUsageChargeLine {
  feature: string;
  used: number;
  included: number;
  /** Beyond the included. */
  quantity: number;
  amount: Money;
}

export interface SubscriptionListUsageChargesPage {
  data: SubscriptionUsageCharge[];
  nextCursor: string | null;
  /** Null: the plan has no prices of use. */
  running: SubscriptionListUsageChargesPageRunning | null;
}

export interface SubscriptionListUsageChargesPageRunning {
  month: string;
  amount: Money;
  lines: SubscriptionUsageChargeLine[];
}

export interface SubscriptionFrozen {
  feature: 'flows' | 'connections' | 'users';
  limit: number;
  items: SubscriptionFrozenItem[];
}

export interface SubscriptionFrozenItem {
  id: string;
  name: string;
  /** It works. */
  keeps: boolean;
}

export interface SubscriptionListFrozenResult {
  /** Empty: all fits. */
  data: SubscriptionFrozen[];
}

export interface SubscriptionSetFrozen {
  feature: 'flows' | 'connections' | 'users';
  limit: number;
  items: SubscriptionSetFrozenItem[];
}

export interface SubscriptionSetFrozenItem {
  id: string;
  name: string;
  /** It works. */
  keeps: boolean;
}

export interface SubscriptionSetFrozenResult {
  /** Empty: all fits. */
  data: SubscriptionSetFrozen[];
}

export interface SubscriptionGetCurrentResult {
  /** `state` in five words. */
  status: 'active' | 'trialing' | 'past_due' | 'canceled' | 'expired';
  state: 'free' | 'trialing' | 'active' | 'past_due' | 'grace' | 'paused' | 'ended';
  access: 'full' | 'read_only';
  plan: SubscriptionGetCurrentResultPlan;
  /** What the tenant has by agreement, without a subscription and without an end; null: FREE. */
  granted: SubscriptionGetCurrentResultGranted | null;
  interval: 'month' | 'year' | null;
  /** Of one period. */
  amount: Money;
  items: SubscriptionGetCurrentResultItem[];
  /** What the account has to its credit, with what comes off `next`. */
  credit: Money;
  /** The next charge that comes by itself, by what is known now; null: none does. */
  next: SubscriptionGetCurrentResultNext | null;
  provider: 'stripe' | 'mercado_pago' | 'manual' | null;
  method: SubscriptionGetCurrentResultMethod | null;
  trialEndsAt: string | null;
  trialAvailable: boolean;
  periodStart: string | null;
  periodEnd: string | null;
  paidThrough: string | null;
  /** Since when a charge is open. */
  failedAt: string | null;
  nextAttemptAt: string | null;
  /** Unless the open charge is paid. */
  readOnlyAt: string | null;
  /** Unless the open charge is paid. */
  downgradeAt: string | null;
  pausedUntil: string | null;
  /** Given by an operator until then. */
  compUntil: string | null;
  canceledAt: string | null;
  freeReason: 'canceled' | 'unpaid' | 'trial_ended' | 'refunded' | 'disputed' | null;
  pending: SubscriptionGetCurrentResultPending | null;
  /** The open charge of the next period, where nobody charges by themselves. */
  renewal: SubscriptionGetCurrentResultRenewal | null;
  requests: SubscriptionGetCurrentResultRequest[];
  /** Whether `POST /subscription/portal` leads anywhere. */
  portal: boolean;
  providers: SubscriptionGetCurrentResultProvider[];
}

export interface SubscriptionGetCurrentResultPlan {
  tier: string;
  name: string;
  number: number;
}

export interface SubscriptionGetCurrentResultGranted {
  tier: string;
  name: string;
  /** By the list; null: talked about. No plan that is not above it is sold or tried. */
  monthly: Money | null;
}

export interface SubscriptionGetCurrentResultItem {
  key: string;
  name: string;
  quantity: number;
  unit: Money;
}

export interface SubscriptionGetCurrentResultNext {
  at: string;
  /** What is charged: `full` less the others. */
  amount: Money;
  /** What the period costs. */
  full: Money;
  coupon: Money;
  /** Of the coupon, where it takes something off. */
  code: string | null;
  /** Of the account’s. */
  credit: Money;
}

export interface SubscriptionGetCurrentResultMethod {
  kind: 'card' | 'pix';
  brand: string | null;
  last4: string | null;
  expires: string | null;
}

export interface SubscriptionGetCurrentResultPending {
  kind: 'change' | 'cancel' | 'provider';
  at: string;
  tier: string | null;
  interval: 'month' | 'year' | null;
  /** Of `provider`: who charges from then on. */
  provider: 'stripe' | 'mercado_pago' | 'manual' | null;
}

export interface SubscriptionGetCurrentResultRenewal {
  amount: Money;
  pix: SubscriptionGetCurrentResultRenewalPix | null;
  url: string | null;
  periodStart: string;
}

export interface SubscriptionGetCurrentResultRenewalPix {
  code: string;
  image: string | null;
  expiresAt: string;
}

export interface SubscriptionGetCurrentResultRequest {
  id: string;
  kind: 'subscribe' | 'trial' | 'change' | 'cancel' | 'revoke' | 'pause' | 'resume' | 'provider' | 'refund' | 'comp' | 'extend_trial' | 'usage';
  /** `waiting`: for the payer, on the page or with the Pix of `asked`. */
  status: 'asked' | 'waiting' | 'done' | 'refused' | 'expired';
  createdAt: string;
  closedAt: string | null;
  expiresAt: string | null;
  provider: 'stripe' | 'mercado_pago' | 'manual' | null;
  /** What is charged at once, where that is known. */
  amount: Money | null;
  /** Why it was refused. */
  reason: string | null;
  input: Record<string, unknown>;
  asked: SubscriptionGetCurrentResultRequestAskedPage | SubscriptionGetCurrentResultRequestAskedPix | null;
  outcome: Record<string, unknown> | null;
}

export interface SubscriptionGetCurrentResultRequestAskedPage {
  kind: 'page';
  url: string;
}

export interface SubscriptionGetCurrentResultRequestAskedPix {
  kind: 'pix';
  code: string;
  image: string | null;
  expiresAt: string;
}

export interface SubscriptionGetCurrentResultProvider {
  name: 'stripe' | 'mercado_pago' | 'manual';
  methods: ('card' | 'pix')[];
}

export interface SubscriptionPayment {
  id: string;
  createdAt: string;
  paidAt: string | null;
  amount: Money;
  refunded: Money;
  status: 'pending' | 'paid' | 'failed' | 'void';
  disputed: boolean;
  kind: 'period' | 'once';
  method: 'card' | 'pix' | null;
  provider: 'stripe' | 'mercado_pago' | 'manual';
  periodStart: string | null;
  periodEnd: string | null;
  lines: SubscriptionPaymentLine[];
  failureCode: string | null;
  nextAttemptAt: string | null;
  pix: SubscriptionPaymentPix | null;
  hostedUrl: string | null;
  invoiceId: string | null;
}

export interface SubscriptionPaymentLine {
  name: string;
  amount: Money;
}

export interface SubscriptionPaymentPix {
  code: string;
  expiresAt: string;
}

export interface SubscriptionListPaymentsPage {
  data: SubscriptionPayment[];
  nextCursor: string | null;
}

export interface SubscriptionStory {
  at: string;
  kind: 'wish' | 'payment' | 'notice' | 'state' | 'access';
  text: string;
}

export interface SubscriptionListStoryPage {
  data: SubscriptionStory[];
  nextCursor: string | null;
  waits: SubscriptionListStoryPageWaits | null;
}

export interface SubscriptionListStoryPageWaits {
  text: string;
  until: string | null;
}

export interface SubscriptionCreateResult {
  /** Where one pays; null: by the Pix of `request.asked`, or it is under way. */
  checkoutUrl: string | null;
  request: SubscriptionGetCurrentResultRequest;
}

export interface SubscriptionTrialResult {
  request: SubscriptionGetCurrentResultRequest;
}

export interface SubscriptionPreviewResult {
  id: string;
  when: 'now' | 'period_end';
  at: string;
  lines: SubscriptionPreviewResultLine[];
  /** Charged at once; what is charged by it, to the cent. */
  total: Money;
  /** What becomes account credit. */
  left: Money;
  /** The next charge that comes by itself, by what is known now; null: none does. */
  next: SubscriptionGetCurrentResultNext | null;
  /** What the smaller plan has no room for: it stays, and does nothing. */
  freezes: SubscriptionPreviewResultFreeze[];
  expiresAt: string;
}

export interface SubscriptionPreviewResultLine {
  kind: 'debit' | 'credit' | 'account_credit' | 'kept';
  key: string | null;
  name: string;
  amount: Money;
}

export interface SubscriptionPreviewResultFreeze {
  feature: string;
  limit: number;
  items: SubscriptionPreviewResultFreezeItem[];
}

export interface SubscriptionPreviewResultFreezeItem {
  id: string;
  name: string;
  keeps: boolean;
}

export interface SubscriptionChangeResult {
  /** Where one pays; null: by the Pix of `request.asked`, or it is under way. */
  checkoutUrl: string | null;
  request: SubscriptionGetCurrentResultRequest;
}

export interface SubscriptionUpgradeResult {
  /** Where one pays; null: by the Pix of `request.asked`, or it is under way. */
  checkoutUrl: string | null;
  request: SubscriptionGetCurrentResultRequest;
}

export interface SubscriptionCancelResult {
  /** When it ends. */
  canceledAt: string | null;
  request: SubscriptionGetCurrentResultRequest;
}

export interface SubscriptionRevokeResult {
  request: SubscriptionGetCurrentResultRequest;
}

export interface SubscriptionPauseResult {
  request: SubscriptionGetCurrentResultRequest;
}

export interface SubscriptionResumeResult {
  /** Where one pays; null: by the Pix of `request.asked`, or it is under way. */
  checkoutUrl: string | null;
  request: SubscriptionGetCurrentResultRequest;
}

export interface SubscriptionProviderResult {
  /** Where one pays; null: by the Pix of `request.asked`, or it is under way. */
  checkoutUrl: string | null;
  request: SubscriptionGetCurrentResultRequest;
}

export interface SubscriptionPortalResult {
  url: string;
}

export interface HomeGetCountsResult {
  approvals: number;
}

export interface HomeFlow2 {
  flowId: string;
  lastRun: HomeFlow2LastRun;
  runs: number;
  failed: number;
  days: number[];
}

export interface HomeFlow2LastRun {
  id: string;
  status: 'queued' | 'running' | 'waiting' | 'paused' | 'succeeded' | 'failed' | 'cancelled';
  at: string;
}

export interface HomeListFlowsResult {
  data: HomeFlow2[];
}

export interface FlowCreateBody {
  /** A flow document (`trama/1`). */
  definition: Record<string, unknown>;
  board?: FlowCreateBodyBoard;
}

export interface FlowCreateBodyBoard {
  notes?: FlowCreateBodyBoardNote[];
  groups?: FlowCreateBodyBoardGroup[];
  collapsed?: string[];
  pins?: Record<string, FlowCreateBodyBoardPin>;
  samples?: FlowCreateBodyBoardSample[];
}

export interface FlowCreateBodyBoardNote {
  id: string;
  text: string;
  color: 'yellow' | 'green' | 'blue' | 'violet' | 'pink' | 'grey';
  position: FlowCreateBodyBoardNotePosition;
  size: FlowCreateBodyBoardNoteSize;
}

export interface FlowCreateBodyBoardNotePosition {
  x: number;
  y: number;
}

export interface FlowCreateBodyBoardNoteSize {
  width: number;
  height: number;
}

export interface FlowCreateBodyBoardGroup {
  id: string;
  title: string;
  color: 'yellow' | 'green' | 'blue' | 'violet' | 'pink' | 'grey';
  nodes: string[];
}

export interface FlowCreateBodyBoardPin {
  port?: string;
  output?: unknown;
  error?: Record<string, unknown>;
}

export interface FlowCreateBodyBoardSample {
  id: string;
  name: string;
  data: unknown;
}

export interface FlowUpdateBody {
  /** null: none. */
  folder?: string | null;
  tags?: string[];
  minutesSaved?: number | null;
}

export interface FlowSaveDraftBody {
  /** A flow document (`trama/1`). */
  definition: Record<string, unknown>;
  board?: FlowCreateBodyBoard;
}

export interface FlowPublishBody {
  /** Shown in the list of versions. */
  note?: string | null;
  /** What becomes of open runs of older versions. */
  openRuns?: 'keep' | 'cancel' | 'restart';
}

export interface FlowRollbackBody {
  version: number;
  /** Shown in the list of versions. */
  note?: string | null;
  /** What becomes of open runs of older versions. */
  openRuns?: 'keep' | 'cancel' | 'restart';
}

export interface FlowTellPresenceBody {
  /** A name that the page made up for itself. */
  client: string;
  /** What is selected there. */
  node?: string | null;
  leaving?: boolean;
}

export interface RunBulkBody {
  filter: RunBulkBodyFilter;
  action: 'cancel' | 'retry' | 'pause' | 'resume';
  /** Runs of this call. */
  limit?: number;
  /** Only runs after this one. */
  after?: string;
  /** Only tells in `matched` how many there are, at most 100,000. */
  dryRun?: boolean;
}

export interface RunBulkBodyFilter {
  flow?: string;
  status?: 'queued' | 'running' | 'waiting' | 'paused' | 'succeeded' | 'failed' | 'cancelled' | ('queued' | 'running' | 'waiting' | 'paused' | 'succeeded' | 'failed' | 'cancelled')[];
  from?: string;
  to?: string;
  test?: boolean;
  q?: string;
}

export interface RunStartBody {
  /** `trigger.data` of the run; an empty object where it is left out. */
  data?: unknown;
  version?: number | 'draft';
  test?: boolean;
  /** Pins every action that has effects, and skips time; with `test` only. */
  simulate?: boolean;
  /** By node; with `test` only. */
  pins?: Record<string, RunStartBodyPin>;
  /** `trigger.headers`, as a webhook would bring them; with `test` only. */
  headers?: Record<string, unknown>;
  /** `trigger.query`; with `test` only. */
  query?: Record<string, unknown>;
  /** Only what leads to this node, and the node; with `test` only. */
  until?: string;
}

export interface RunStartBodyPin {
  port?: string;
  output?: unknown;
  error?: RunStartBodyPinError;
}

export interface RunStartBodyPinError {
  code: string;
  message?: string;
  details?: unknown;
}

export interface RunRetryBody {
  from?: string;
  /** In place of the trigger's data. */
  data?: unknown;
  version?: number;
}

export interface TemplateUseBody {
  /** By the key of a field. */
  values?: Record<string, unknown>;
  /** Ids or names, by the key of a need. */
  connections?: Record<string, string>;
  /** Publish at once: nothing may be missing then. */
  publish?: boolean;
  name?: string;
}

export interface KitUseBody {
  /** By the key of a field. */
  values?: Record<string, unknown>;
  /** Ids or names, by the key of a need. */
  connections?: Record<string, string>;
  /** Publish at once: nothing may be missing then. */
  publish?: boolean;
}

export interface EventPublishBody {
  name: string;
  key?: string | number | null;
  data?: unknown;
  /** A second event with it is the first one again. */
  id?: string | number | null;
}

export interface RunSendEventBody {
  name: string;
  data?: unknown;
  id?: string | number | null;
}

export interface ApprovalDecideBody {
  decision: 'approved' | 'rejected';
  comment?: string | null;
  fields?: Record<string, unknown>;
}

export interface TableCreateBody {
  name: unknown;
  description?: string;
  columns: TableCreateBodyColumn[];
}

export interface TableCreateBodyColumn {
  /** Of a column that is there; without it the column is new. */
  id?: string;
  name: string;
  type: 'text' | 'number' | 'boolean' | 'date' | 'dateTime' | 'json' | 'choice';
  required?: boolean;
  unique?: boolean;
  indexed?: boolean;
  /** What a new row has where it says nothing. */
  default?: unknown;
  /** Of a `choice`. */
  choices?: string[];
}

export interface TableUpdateBody {
  name?: unknown;
  description?: string;
  columns?: TableCreateBodyColumn[];
  confirm?: boolean;
}

export interface TableDeleteRowsBody {
  ids: string[];
}

export interface TablePutRowsBody {
  values: (Record<string, unknown>)[] | Record<string, unknown>;
  key?: string;
}

export interface TableUpdateRowBody {
  values: Record<string, unknown>;
}

export interface AiSetBudgetBody {
  /** In a month; null: no limit. */
  tokens: number | null;
  /** US dollars in a month; null: no limit. */
  costUsd: number | null;
}

export interface AiSetHelpBody {
  enabled: boolean;
  /** Of a language model; null: the oldest, else the operator’s. */
  connection: string | null;
  /** null: the connection’s own. */
  model: string | null;
}

export interface AiTestHelpBody {
  /** Of a language model; null: the oldest, else the operator’s. */
  connection: string | null;
  /** null: the connection’s own. */
  model: string | null;
}

export interface AiDraftFlowBody {
  words: string;
  /** Of a flow that shall be changed; a new one where it is left out. */
  document?: Record<string, unknown>;
  /** The flow that it is of: what it takes is booked there. */
  flow?: string;
}

export interface AiExplainFlowBody {
  /** A flow document. */
  document: Record<string, unknown>;
  /** The flow that it is of: what it takes is booked there. */
  flow?: string;
}

export interface AiMendFlowBody {
  /** A flow document. */
  document: Record<string, unknown>;
  failed: AiMendFlowBodyFailed;
  /** The flow that it is of: what it takes is booked there. */
  flow?: string;
}

export interface AiMendFlowBodyFailed {
  node: string;
  code: string;
  message: string;
}

export interface AiWriteExpressionBody {
  words: string;
  /** A flow document. */
  document: Record<string, unknown>;
  /** JSON pointer into the document. */
  pointer: string;
  /** Values by name in place of the last real ones; the model sees their shapes and masked samples. */
  values?: unknown;
  /** The flow that it is of: what it takes is booked there. */
  flow?: string;
}

export interface NodeTypeTestBody {
  config?: unknown;
  connection?: string | null;
}

export interface WebhookEndpointCreateBody {
  /** https in production; no redirect is followed. */
  url: string;
  description?: string;
  /** None: all of them. */
  eventTypes?: ('run.succeeded' | 'run.failed' | 'run.cancelled' | 'run.waiting' | 'approval.opened' | 'approval.decided' | 'flow.published' | 'message.received' | 'member.joined' | 'member.changed' | 'member.left' | 'connection.created' | 'connection.changed' | 'connection.deleted')[];
  /** Of what belongs to a flow only these; none: all. */
  flowIds?: string[];
  /** A message waits until the one before it was taken or given up. */
  inOrder?: boolean;
  /** Attempts a minute; null: as they come. */
  ratePerMinute?: number | null;
  /** Sent along, and shown. */
  headers?: Record<string, string>;
  /** Sent along, and never shown. */
  secretHeaders?: Record<string, string>;
  signature?: 'hmac' | 'ed25519';
}

export interface WebhookEndpointUpdateBody {
  /** https in production; no redirect is followed. */
  url?: string;
  description?: string;
  /** None: all of them. */
  eventTypes?: ('run.succeeded' | 'run.failed' | 'run.cancelled' | 'run.waiting' | 'approval.opened' | 'approval.decided' | 'flow.published' | 'message.received' | 'member.joined' | 'member.changed' | 'member.left' | 'connection.created' | 'connection.changed' | 'connection.deleted')[];
  /** Of what belongs to a flow only these; none: all. */
  flowIds?: string[];
  /** A message waits until the one before it was taken or given up. */
  inOrder?: boolean;
  /** Attempts a minute; null: as they come. */
  ratePerMinute?: number | null;
  /** Sent along, and shown. */
  headers?: Record<string, string>;
  /** All of them; null keeps the value that is there. */
  secretHeaders?: Record<string, string | null>;
}

export interface WebhookEndpointEnableBody {
  /** Also what failed, or came, since it began to fail or was disabled. */
  replay?: boolean;
}

export interface WebhookEndpointReplayFailedBody {
  from: string;
  to?: string | null;
}

export interface WebhookEndpointSendBody {
  messageId: string;
}

export interface WebhookEndpointTestBody {
  type: 'run.succeeded' | 'run.failed' | 'run.cancelled' | 'run.waiting' | 'approval.opened' | 'approval.decided' | 'flow.published' | 'message.received' | 'member.joined' | 'member.changed' | 'member.left' | 'connection.created' | 'connection.changed' | 'connection.deleted';
}

export interface AuditSetExportScheduleBody {
  /** Of any S3-compatible service: `https://s3.sa-east-1.amazonaws.com`; the bucket is put behind it. */
  endpoint: string;
  region: string;
  bucket: string;
  /** Begins the names of objects, without a slash at the ends; may be empty. */
  prefix: string;
  /** The id of the key. */
  accessKey: string;
  /** Never shown again; left out: the one that is kept, for the same address and key. */
  secretKey?: string;
  format: 'jsonl' | 'csv';
  gzip: boolean;
  /** Of the day, in the tenant’s zone. */
  hour: number;
}

export interface ApiKeyCreateBody {
  name: string;
  /** `*` is everything. */
  scopes?: ('flows:read' | 'flows:write' | 'runs:read' | 'runs:write' | 'events:read' | 'events:write' | 'approvals:read' | 'approvals:write' | 'connections:read' | 'connections:write' | 'connections:use' | 'data:read' | 'data:write' | 'keys:read' | 'keys:write' | 'tenant:read' | 'tenant:write' | 'members:read' | 'members:write' | 'security:read' | 'security:write' | 'audit:read' | 'webhooks:read' | 'webhooks:write' | 'billing:read' | 'billing:write' | '*')[];
  expiresAt?: string | null;
  /** Addresses and CIDR ranges that it may be used from; none: anywhere. */
  allowedIps?: string[];
  /** Calls a minute; null: the usual limit. */
  perMinute?: number | null;
}

export interface ApiKeyUpdateBody {
  name?: string;
  /** `*` is everything. */
  scopes?: ('flows:read' | 'flows:write' | 'runs:read' | 'runs:write' | 'events:read' | 'events:write' | 'approvals:read' | 'approvals:write' | 'connections:read' | 'connections:write' | 'connections:use' | 'data:read' | 'data:write' | 'keys:read' | 'keys:write' | 'tenant:read' | 'tenant:write' | 'members:read' | 'members:write' | 'security:read' | 'security:write' | 'audit:read' | 'webhooks:read' | 'webhooks:write' | 'billing:read' | 'billing:write' | '*')[];
  expiresAt?: string | null;
  /** Addresses and CIDR ranges that it may be used from; none: anywhere. */
  allowedIps?: string[];
  /** Calls a minute; null: the usual limit. */
  perMinute?: number | null;
  /** At most 72 hours ahead; null: bodies are not kept. */
  keepBodiesUntil?: string | null;
}

export interface GraphqlQueryBody {
  query: string;
  variables?: Record<string, unknown> | null;
  operationName?: string | null;
}

export interface CallReplayBody {
  write?: boolean;
  sameKey?: boolean;
}

export interface ApiKeyRotateBody {
  overlapHours?: number;
}

export interface MemberUpdateBody {
  role: string;
}

export interface RoleCreateBody {
  name: string;
  description?: string;
  scopes: ('flows:read' | 'flows:write' | 'runs:read' | 'runs:write' | 'events:read' | 'events:write' | 'approvals:read' | 'approvals:write' | 'connections:read' | 'connections:write' | 'connections:use' | 'data:read' | 'data:write' | 'keys:read' | 'keys:write' | 'tenant:read' | 'tenant:write' | 'members:read' | 'members:write' | 'security:read' | 'security:write' | 'audit:read' | 'webhooks:read' | 'webhooks:write' | 'billing:read' | 'billing:write')[];
}

export interface RoleUpdateBody {
  name?: string;
  description?: string;
  scopes?: ('flows:read' | 'flows:write' | 'runs:read' | 'runs:write' | 'events:read' | 'events:write' | 'approvals:read' | 'approvals:write' | 'connections:read' | 'connections:write' | 'connections:use' | 'data:read' | 'data:write' | 'keys:read' | 'keys:write' | 'tenant:read' | 'tenant:write' | 'members:read' | 'members:write' | 'security:read' | 'security:write' | 'audit:read' | 'webhooks:read' | 'webhooks:write' | 'billing:read' | 'billing:write')[];
}

export interface InviteCreateBody {
  email: string;
  role: string;
}

export interface AccessPolicySetBody {
  /** Addresses and CIDR ranges; none: from anywhere. */
  ipAllow: string[];
  passwordLength: number;
  idleMinutes: number | null;
  sessionHours: number | null;
  requireTwoStep: boolean;
}

export interface DomainCreateBody {
  domain: string;
}

export interface DomainUpdateBody {
  joinRole: 'editor' | 'operator' | 'viewer' | null;
}

export interface SsoSetBodyOidc {
  kind: 'oidc';
  /** As the provider writes it; its discovery document is read below it. */
  issuer: string;
  clientId: string;
  /** Kept, where it is left out and goes where it went. */
  clientSecret?: string;
}

export interface SsoSetBodySaml {
  kind: 'saml';
  /** XML of the provider; in place of the other three. */
  metadata?: string;
  entityId?: string;
  /** HTTP-Redirect. */
  entryPoint?: string;
  /** PEM, or bare base64. */
  certificates?: string[];
}

export interface SsoUpdateBody {
  enabled: boolean;
  required: boolean;
  /** To switch on: of the set-up that was looked at; of another, 409. */
  revision?: number;
}

export interface LicenceClaimLifetimeBody {
  key?: string;
}

export interface LicenceCreateBody {
  /** What names the computer, the same each time; only its hash is kept. */
  machine: string;
  /** As people call the computer. */
  name: string;
  app?: 'desktop' | 'cli';
}

export interface RetentionUpdateBody {
  days?: RetentionUpdateBodyDays;
  hold?: boolean;
}

export interface RetentionUpdateBodyDays {
  runs?: number | null;
  traces?: number | null;
  events?: number | null;
  messages?: number | null;
  notifications?: number | null;
  aiCalls?: number | null;
  files?: number | null;
}

export interface ImportCreateBody {
  /** Bytes of the archive. */
  size: number;
  /** Of all its bytes; workers hold it against what came. */
  sha256?: string;
  /** Whether the people of the archive are invited by e-mail. */
  invitePeople?: boolean;
}

export interface ConsentRecordBody {
  channel: 'email' | 'telegram' | 'whatsapp' | 'phone' | 'sms';
  contact: string;
  purpose: string;
  given: boolean;
  /** The page, the conversation, the paper. */
  source: string;
  /** Their words, or the text that they agreed to. */
  evidence?: string;
}

export interface PersonFindBody {
  /** A whole e-mail, a phone or the number of a chat (8 to 15 digits), or `cnv_…`. */
  person: string;
}

export interface PersonExportBody {
  /** A whole e-mail, a phone or the number of a chat (8 to 15 digits), or `cnv_…`. */
  person: string;
}

export interface PersonEraseBody {
  /** A whole e-mail, a phone or the number of a chat (8 to 15 digits), or `cnv_…`. */
  person: string;
}

export interface TenantRequestDeletionBody {
  /** The name of the account, as it is. */
  name: string;
}

export interface SubscriptionSetProfileBody {
  legalName: string;
  taxId?: string | null;
  email?: string | null;
  address?: SubscriptionSetProfileBodyAddress | null;
}

export interface SubscriptionSetProfileBodyAddress {
  /** CEP. */
  zip: string;
  street: string;
  /** `s/n` where there is none. */
  number: string;
  complement?: string | null;
  district: string;
  city: string;
  state: 'AC' | 'AL' | 'AP' | 'AM' | 'BA' | 'CE' | 'DF' | 'ES' | 'GO' | 'MA' | 'MT' | 'MS' | 'MG' | 'PA' | 'PB' | 'PR' | 'PE' | 'PI' | 'RJ' | 'RN' | 'RS' | 'RO' | 'RR' | 'SC' | 'SP' | 'SE' | 'TO';
}

export interface SubscriptionSetMarketplacesBody {
  chosen: ('tiktok_shop' | 'shopee' | 'amazon' | 'mercado_livre' | 'hotmart' | 'aliexpress')[];
}

export interface SubscriptionSetFrozenBody {
  keep: SubscriptionSetFrozenBodyKeep;
}

export interface SubscriptionSetFrozenBodyKeep {
  flows?: string[];
  connections?: string[];
  users?: string[];
}

export interface SubscriptionCreateBody {
  /** A plan, as `GET /subscription/plans` names it. */
  planTier: string;
  billingCycle: 'month' | 'year' | 'monthly' | 'yearly';
  provider?: 'stripe' | 'mercado_pago' | 'manual';
  method?: 'card' | 'pix';
  coupon?: string;
  trial?: boolean;
  addOns?: SubscriptionCreateBodyAddOn[];
}

export interface SubscriptionCreateBodyAddOn {
  key: string;
  quantity: number;
}

export interface SubscriptionTrialBody {
  /** A plan, as `GET /subscription/plans` names it. */
  planTier: string;
}

export interface SubscriptionPreviewBody {
  /** A plan, as `GET /subscription/plans` names it. */
  planTier?: string;
  billingCycle?: 'month' | 'year' | 'monthly' | 'yearly';
  addOns?: SubscriptionPreviewBodyAddOn[];
  /** What going on after a pause costs; nothing beside it. */
  resume?: true;
}

export interface SubscriptionPreviewBodyAddOn {
  key: string;
  quantity: number;
}

export interface SubscriptionChangeBody {
  /** A plan, as `GET /subscription/plans` names it. */
  planTier?: string;
  billingCycle?: 'month' | 'year' | 'monthly' | 'yearly';
  addOns?: SubscriptionChangeBodyAddOn[];
  preview?: string;
  keep?: Record<string, string[]>;
}

export interface SubscriptionChangeBodyAddOn {
  key: string;
  quantity: number;
}

export interface SubscriptionUpgradeBody {
  /** A plan, as `GET /subscription/plans` names it. */
  newPlanTier: string;
}

export interface SubscriptionCancelBody {
  reason?: string;
  comment?: string;
  /** The same as `comment`. */
  note?: string;
}

export interface SubscriptionPauseBody {
  /** To come: one that is over is 422. */
  until?: string;
}

export interface SubscriptionResumeBody {
  preview?: string;
}

export interface SubscriptionProviderBody {
  provider: 'stripe' | 'mercado_pago' | 'manual';
}

export interface TenantUpdateBody {
  name?: string;
  timezone?: string;
  locale?: 'pt-BR' | 'en';
  settings?: Record<string, unknown>;
  holidays?: string[];
  brand?: TenantBrand;
  segment?: string | null;
  onboardingStep?: number;
  /** Whether the first steps are over. */
  onboarded?: boolean;
}
