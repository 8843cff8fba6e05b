# Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
"""What the API takes and gives, as JSON has it."""

from __future__ import annotations

from typing import Any, Dict, List, Literal, TypedDict


class Flow(TypedDict):
    id: str
    slug: str
    name: str
    draftRevision: int
    publishedVersion: int | None
    createdAt: str
    updatedAt: str
    archivedAt: str | None
    # The draft is not what is published.
    unpublishedChanges: bool
    # Type of the draft's trigger.
    trigger: str | None
    folder: str | None
    tags: List[str]
    # Over what the plan includes: nothing starts it.
    frozen: bool
    # What a person would need for what one run does.
    minutesSaved: float | None
    draft: Any
    # Who saved it last, as the audit names them; null: nobody since it was made.
    draftBy: str | None
    # What only the builder knows: notes, groups, pins, sample events.
    board: Dict[str, Any]
    # Of the draft.
    problems: List[FlowProblem]
    # Where others call it, where the draft's trigger is a webhook.
    webhook: FlowWebhook | None


class _FlowProblemNeeded(TypedDict):
    code: str
    severity: Literal["error", "warning"]
    message: str


class FlowProblem(_FlowProblemNeeded, total=False):
    node: str
    # JSON pointer.
    field: str
    range: FlowProblemRange


class FlowProblemRange(TypedDict):
    start: float
    end: float


class FlowWebhook(TypedDict):
    url: str
    method: str


class _RunNeeded(TypedDict):
    id: str
    flowId: str
    # null: a draft.
    flowVersion: int | None
    status: Literal["queued", "running", "waiting", "paused", "succeeded", "failed", "cancelled"]
    test: bool
    acceptedAt: str
    startedAt: str | None
    endedAt: str | None
    error: RunError | None
    trigger: RunTrigger
    output: Any
    # What `respond` sent.
    answer: RunAnswer | None
    simulate: bool
    parentRunId: str | None
    retryOf: str | None
    replacedBy: str | None


class Run(_RunNeeded, total=False):
    waitingFor: List[RunWaitingFor]


class _RunErrorNeeded(TypedDict):
    code: str
    message: str


class RunError(_RunErrorNeeded, total=False):
    node: str
    attempts: int
    details: Any


class _RunTriggerNeeded(TypedDict):
    type: str
    data: Any


class RunTrigger(_RunTriggerNeeded, total=False):
    receivedAt: str
    headers: Any
    query: Any


class RunAnswer(TypedDict):
    status: int
    headers: Any
    body: Any


class _RunWaitingForNeeded(TypedDict):
    node: str
    kind: Literal["timer", "event", "approval", "flow", "parked"]
    since: str
    reason: str


class RunWaitingFor(_RunWaitingForNeeded, total=False):
    path: List[RunWaitingForPath]
    until: str


class RunWaitingForPath(TypedDict):
    container: str
    index: int


class Template(TypedDict):
    id: str
    title: str
    summary: str
    category: Literal["sales", "service", "finance", "stock", "operations", "integration", "ai", "reports"]
    segments: List[Literal["online-shop", "workshop", "clinic", "salon", "delivery", "fleet", "hobby"]]
    connectors: List[str]
    trigger: str
    document: Any
    story: List[str]
    needs: List[TemplateNeed]
    setup: List[TemplateSetup]
    tables: List[TemplateTable]
    sample: List[TemplateSample]


class TemplateNeed(TypedDict):
    key: str
    connector: str
    purpose: str


class TemplateSetup(TypedDict):
    key: str
    title: str
    help: str
    kind: Literal["text", "longText", "number", "money", "email", "url", "chat", "time", "duration", "cron", "days", "list"]
    example: Any
    # What each item of a list holds.
    parts: List[TemplateSetupPart]
    # What counts where nothing is said; empty: it has to be said before the flow is published.
    start: Any


class TemplateSetupPart(TypedDict):
    key: str
    title: str
    kind: Literal["text", "longText", "days"]


class TemplateTable(TypedDict):
    name: str
    description: str
    columns: List[TemplateTableColumn]


class _TemplateTableColumnNeeded(TypedDict):
    name: str
    type: Literal["text", "number", "boolean", "date", "dateTime", "json", "choice"]


class TemplateTableColumn(_TemplateTableColumnNeeded, total=False):
    required: bool
    unique: bool
    indexed: bool
    # What a new row has where it says nothing.
    default: Any
    # Of a `choice`.
    choices: List[str]


class TemplateSample(TypedDict):
    title: str
    data: Any


class Approval(TypedDict):
    id: str
    runId: str
    flowId: str
    flowName: str
    node: str
    path: List[ApprovalPath]
    title: str
    details: Any
    # JSON Schemas by name.
    fields: Dict[str, Any]
    # Roles and users; empty: anybody who may decide.
    assignees: List[str]
    status: Literal["open", "approved", "rejected", "timeout", "cancelled"]
    createdAt: str
    expiresAt: str | None
    closedAt: str | None
    by: str | None
    comment: str | None
    values: Dict[str, Any] | None
    # Its page, for those who may decide; null once it is closed.
    url: str | None


class ApprovalPath(TypedDict):
    container: str
    index: int


class Connection(TypedDict):
    id: str
    connector: str
    name: str
    # What is not secret.
    config: Dict[str, Any]
    # Where the secret may go.
    hosts: List[str]
    createdBy: str
    createdAt: str
    updatedAt: str
    testedAt: str | None
    testError: str | None
    # Of the OAuth 2 access token that is kept for it.
    tokenExpiresAt: str | None
    # When the secret was last written.
    secretChangedAt: str
    # Of connections that a person signs in to.
    signIn: ConnectionSignIn | None


class ConnectionSignIn(TypedDict):
    state: Literal["signed_in", "needed"]
    # Who, as the other side calls them.
    account: str | None
    at: str | None
    # Since when it has to be done again.
    failedAt: str | None


class Table(TypedDict):
    id: str
    name: str
    description: str
    columns: List[TableColumn]
    # Its ETag.
    revision: float
    rowCount: float
    bytes: float
    createdBy: str
    createdAt: str
    updatedAt: str
    # Published flows that use it.
    flows: List[TableFlow]


class TableColumn(TypedDict):
    id: str
    name: str
    type: Literal["text", "number", "boolean", "date", "dateTime", "json", "choice"]
    required: bool
    unique: bool
    indexed: bool
    default: Any
    choices: List[str]


class TableFlow(TypedDict):
    id: str
    name: str


class Conversation(TypedDict):
    id: str
    channel: str
    account: ConversationAccount
    title: str | None
    # Who writes, as the channel says it.
    contact: Any
    # waiting: a run asked, and waits; unreachable: the contact takes no messages.
    state: Literal["idle", "waiting", "unreachable"]
    lastMessage: ConversationLastMessage | None
    # How the last message, or the last run that had to do with the chat, failed.
    lastError: ConversationLastError | None
    createdAt: str
    activeAt: str
    questions: List[ConversationQuestion]


class ConversationAccount(TypedDict):
    id: str
    name: str
    # Why nothing comes in there at the moment.
    error: str | None


class ConversationLastMessage(TypedDict):
    direction: Literal["in", "out"]
    text: str
    status: Literal["received", "sending", "sent", "failed"]
    at: str


class ConversationLastError(TypedDict):
    code: str
    message: str
    at: str
    runId: str | None


class ConversationQuestion(TypedDict):
    runId: str
    flowId: str
    flowName: str
    askedAt: str
    expiresAt: str | None


class WebhookEndpoint(TypedDict):
    id: str
    url: str
    description: str
    eventTypes: List[str]
    flowIds: List[str]
    inOrder: bool
    ratePerMinute: int | None
    signature: Literal["hmac", "ed25519"]
    # `whpk_…`, of ed25519: checks our signatures.
    publicKey: str | None
    previousPublicKey: str | None
    # Until when the secret before this one signs, too.
    previousUntil: str | None
    headers: Dict[str, str]
    # Names only.
    secretHeaders: List[str]
    enabled: bool
    # `gone`: it answered 410.
    disabledReason: Literal["by_hand", "gone", "failing"] | None
    disabledAt: str | None
    # It has taken nothing since.
    failingSince: str | None
    # To the minute.
    lastSuccessAt: str | None
    revision: int
    createdBy: str
    createdAt: str
    updatedAt: str
    health: WebhookEndpointHealth


class WebhookEndpointHealth(TypedDict):
    # The last 24 hours; hours without deliveries are left out.
    hours: List[WebhookEndpointHealthHour]
    # Deliveries that wait or are retried.
    open: int


class WebhookEndpointHealthHour(TypedDict):
    at: str
    succeeded: int
    failed: int


class WebhookDelivery(TypedDict):
    id: str
    endpointId: str
    # The `webhook-id` that receivers see.
    messageId: str
    type: str
    state: Literal["due", "retrying", "parked", "succeeded", "failed"]
    attempts: int
    nextAt: str | None
    lastStatus: int | None
    # Why no answer came: timeout, connection_failed, address_refused ….
    lastError: str | None
    # Why it is not tried again.
    reason: Literal["gave_up", "endpoint_gone", "endpoint_disabled"] | None
    test: bool
    createdAt: str
    endedAt: str | None
    # The bytes that were sent.
    body: str
    # The newest first.
    tries: List[WebhookDeliveryTry]


class WebhookDeliveryTry(TypedDict):
    n: int
    at: str
    url: str
    # Secret values are hidden.
    requestHeaders: Dict[str, str]
    status: int | None
    error: str | None
    responseHeaders: Dict[str, str] | None
    # Its first 4 KB.
    responseBody: str | None
    ms: int


class DeadLetter(TypedDict):
    id: str
    kind: Literal["message", "approval"]
    ref: str
    title: str
    # A code, or what was said when it failed.
    reason: str
    tries: int
    state: Literal["open", "replayed", "discarded"]
    firstAt: str
    lastAt: str
    settledAt: str | None
    settledBy: str | None
    payload: Any


class Me(TypedDict):
    user: MeUser | None
    key: MeKey | None
    role: str | None
    scopes: List[str]
    # May do what operators of the installation do.
    operator: bool
    # The tenant’s own provider let them in: good in this tenant alone.
    sso: bool
    # One of ours sits in this person’s place.
    impersonated: bool
    # Why the tenant keeps them out just now: other calls answer so.
    barred: MeBarred | None
    entitled: MeEntitled
    # Parts of the product that are being rolled out.
    flags: Dict[str, bool]
    tenant: MeTenant


class MeUser(TypedDict):
    id: str
    email: str
    name: str


class MeKey(TypedDict):
    name: str


class MeBarred(TypedDict):
    code: str
    detail: str


class MeEntitled(TypedDict):
    # Null: this installation has no plans, and nothing is limited.
    plan: str | None
    state: str
    access: Literal["full", "read_only"]
    features: Dict[str, Any]
    modules: List[str]
    # -1: as many as one likes.
    limits: Dict[str, float]


class MeTenant(TypedDict):
    id: str
    slug: str
    name: str
    plan: str
    timezone: str
    locale: str
    settings: Any


class ApiKey(TypedDict):
    id: str
    name: str
    # The first characters of the key.
    prefix: str
    scopes: List[str]
    createdBy: str
    # The person who made it; `left`: they belong to the tenant no more.
    maker: ApiKeyMaker | None
    createdAt: str
    expiresAt: str | None
    # To the minute.
    lastUsedAt: str | None
    lastUsedIp: str | None
    revokedAt: str | None
    allowedIps: List[str]
    perMinute: int | None
    # Until then the log of its calls holds bodies too.
    keepBodiesUntil: str | None
    rotatedAt: str | None
    # The secret of before the last rotation, while it still works.
    previous: ApiKeyPrevious | None


class ApiKeyMaker(TypedDict):
    name: str | None
    left: bool


class ApiKeyPrevious(TypedDict):
    prefix: str
    until: str
    usedAt: str | None


class Call(TypedDict):
    id: str
    at: str
    keyId: str
    keyName: str
    # By an access token of the key.
    byToken: bool
    method: str
    # The pattern: `/v1/runs/{run}`.
    route: str
    # As sent, with its query.
    path: str
    status: int
    # Of an error.
    code: str | None
    ms: float
    ip: str
    traceId: str
    # Bytes of the body that came.
    received: float
    # Bytes of the answer, headers included.
    sent: float
    replayOf: str | None
    hasBodies: bool
    bodies: CallBodies | None


class CallBodies(TypedDict):
    request: Any
    answer: Any
    masked: bool


class AccessPolicy(TypedDict):
    ipAllow: List[str]
    passwordLength: int
    idleMinutes: int | None
    sessionHours: int | None
    requireTwoStep: bool
    # Where this call came from.
    yourIp: str


class Sso(TypedDict):
    provider: SsoProvider | None
    # What the provider is told: `callback` for OpenID Connect, the others for SAML.
    addresses: SsoProviderAddresses


class SsoProvider(TypedDict):
    id: str
    kind: Literal["oidc", "saml"]
    # The provider’s own name.
    issuer: str
    clientId: str | None
    # Of the set-up; whoever switches it on says which one they mean.
    revision: int
    # Where people are sent to.
    entryPoint: str
    certificates: List[SsoProviderCertificate]
    # What the provider is told: `callback` for OpenID Connect, the others for SAML.
    addresses: SsoProviderAddresses
    # How the last try went.
    test: SsoProviderTest | None
    # When one last went well, as it is set up now.
    testedAt: str | None
    enabledAt: str | None
    required: bool


class SsoProviderCertificate(TypedDict):
    fingerprint: str
    notAfter: str


class SsoProviderAddresses(TypedDict):
    callback: str
    acs: str
    entityId: str
    metadata: str


class SsoProviderTest(TypedDict):
    at: str
    ok: bool
    email: str | None
    problem: str | None


class Retention(TypedDict):
    # Legal hold: nothing is forgotten while it stands.
    hold: bool
    kinds: List[RetentionKind]


class RetentionKind(TypedDict):
    kind: Literal["runs", "traces", "events", "messages", "notifications", "aiCalls", "files"]
    # null: until somebody deletes them.
    days: int | None
    standard: int | None
    least: int
    most: int
    # Whether it may be null.
    endless: bool


class Export(TypedDict):
    id: str
    state: Literal["waiting", "running", "done", "failed"]
    # Rows, so far.
    done: float
    total: float | None
    result: Any
    error: str | None
    createdBy: str
    createdAt: str
    endedAt: str | None
    # Then it is forgotten, with what it made.
    expiresAt: str


class Import(TypedDict):
    id: str
    state: Literal["uploading", "waiting", "running", "done", "failed"]
    # Rows, so far.
    done: float
    total: float | None
    result: Any
    error: str | None
    createdBy: str
    createdAt: str
    endedAt: str | None
    # Then it is forgotten, with what it made.
    expiresAt: str
    # Bytes of the archive, packed.
    size: float
    # `check`, `files`, `rows`; `cancel` where it was given up and workers let go.
    phase: str | None


class ErasureReceipt(TypedDict):
    receipt: ErasureReceiptReceipt
    hash: str
    signature: str
    publicKey: str
    valid: bool


class _ErasureReceiptReceiptNeeded(TypedDict):
    id: str
    # What the tenant was.
    subject: str
    askedAt: str
    beganAt: str
    endedAt: str
    # Rows by table, and objects; null: too many to count.
    counts: Dict[str, float | None]


class ErasureReceiptReceipt(_ErasureReceiptReceiptNeeded, total=False):
    # Invoices that the law wants to be kept, apart and without e-mails.
    kept: ErasureReceiptReceiptKept


class ErasureReceiptReceiptKept(TypedDict):
    invoices: int
    # The day on which the last one goes.
    until: str


class Tenant(TypedDict):
    id: str
    slug: str
    name: str
    plan: str
    # IANA.
    timezone: str
    locale: str
    # What flows read as `tenant.settings`.
    settings: Dict[str, Any]
    holidays: List[str]
    brand: TenantBrand
    # The kind of business.
    segment: str | None
    onboardingStep: int
    # null: the first steps are not over.
    onboardedAt: str | None


class TenantBrand(TypedDict, total=False):
    # Colour of what is pressed; shades follow from it, dark enough to be read.
    primary: str
    # Pixels.
    radius: int
    font: Literal["inter", "system", "rounded", "serif"]
    # A picture of at most 100,000 characters as a `data:` address.
    logo: str


class Home(TypedDict):
    totals: HomeTotals
    # Those with most runs; `days`: runs of each day, the first first.
    flows: List[HomeFlow]
    waiting: HomeWaiting
    approvals: HomeApprovals
    failures: List[HomeFailure]
    flowCount: int
    publishedCount: int


class HomeTotals(TypedDict):
    runs: int
    succeeded: int
    failed: int
    minutesSaved: float | None


class HomeFlow(TypedDict):
    runs: int
    succeeded: int
    failed: int
    minutesSaved: float | None
    id: str
    name: str
    days: List[int]


class HomeWaiting(TypedDict):
    count: int
    oldest: HomeWaitingOldest | None


class HomeWaitingOldest(TypedDict):
    runId: str
    flowName: str
    since: str


class HomeApprovals(TypedDict):
    open: int
    oldest: HomeApprovalsOldest | None


class HomeApprovalsOldest(TypedDict):
    id: str
    title: str
    since: str


class HomeFailure(TypedDict):
    runId: str
    flowId: str
    flowName: str
    error: Any
    at: str


class FlowSummary(TypedDict):
    id: str
    slug: str
    name: str
    draftRevision: int
    publishedVersion: int | None
    createdAt: str
    updatedAt: str
    archivedAt: str | None
    # The draft is not what is published.
    unpublishedChanges: bool
    # Type of the draft's trigger.
    trigger: str | None
    folder: str | None
    tags: List[str]
    # Over what the plan includes: nothing starts it.
    frozen: bool
    # What a person would need for what one run does.
    minutesSaved: float | None


class FlowListPage(TypedDict):
    data: List[FlowSummary]
    nextCursor: str | None


class _RunSummaryNeeded(TypedDict):
    id: str
    flowId: str
    # null: a draft.
    flowVersion: int | None
    status: Literal["queued", "running", "waiting", "paused", "succeeded", "failed", "cancelled"]
    test: bool
    acceptedAt: str
    startedAt: str | None
    endedAt: str | None
    error: RunError | None
    trigger: RunSummaryTrigger


class RunSummary(_RunSummaryNeeded, total=False):
    waitingFor: List[RunWaitingFor]


class _RunSummaryTriggerNeeded(TypedDict):
    type: str


class RunSummaryTrigger(_RunSummaryTriggerNeeded, total=False):
    receivedAt: str


class RunListPage(TypedDict):
    data: List[RunSummary]
    nextCursor: str | None


class TemplateSummary(TypedDict):
    id: str
    title: str
    summary: str
    category: Literal["sales", "service", "finance", "stock", "operations", "integration", "ai", "reports"]
    segments: List[Literal["online-shop", "workshop", "clinic", "salon", "delivery", "fleet", "hobby"]]
    connectors: List[str]
    trigger: str
    document: Any


class TemplateListResult(TypedDict):
    data: List[TemplateSummary]


class Kit(TypedDict):
    id: str
    segment: Literal["online-shop", "workshop", "clinic", "salon", "delivery", "fleet", "hobby"]
    title: str
    summary: str
    templates: List[KitTemplate]
    needs: List[KitNeed]
    # Of all its templates; what several ask for stands here once.
    setup: List[TemplateSetup]
    tables: List[str]


class KitTemplate(TypedDict):
    id: str
    title: str
    summary: str


class KitNeed(TypedDict):
    key: str
    connector: str
    purpose: str


class KitListResult(TypedDict):
    data: List[Kit]


class Event(TypedDict):
    id: str
    name: str
    key: str | None
    data: Any
    # `api`, a connector, `trama`.
    source: str
    # The sender's own id.
    externalId: str | None
    receivedAt: str
    # Runs that it began.
    started: List[str]
    # Runs that waited for it when it came.
    reached: List[str]


class EventListPage(TypedDict):
    data: List[Event]
    nextCursor: str | None


class ApprovalListPage(TypedDict):
    data: List[Approval]
    nextCursor: str | None


class ConnectionListPage(TypedDict):
    data: List[Connection]
    nextCursor: str | None


class OauthProvider(TypedDict):
    id: str
    title: OauthProviderTitle
    # Fields of the connection.
    fields: OauthProviderFields
    # Where client id and secret are to be had.
    console: str


class OauthProviderTitle(TypedDict):
    pt: str
    en: str


class _OauthProviderFieldsNeeded(TypedDict):
    authorizeUrl: str
    tokenUrl: str
    accountUrl: str
    scope: str
    clientAuth: Literal["basic", "body"]
    hosts: List[str]


class OauthProviderFields(_OauthProviderFieldsNeeded, total=False):
    revokeUrl: str


class OauthProviderListResult(TypedDict):
    data: List[OauthProvider]
    # What to register there.
    redirectUri: str


class TableSummary(TypedDict):
    id: str
    name: str
    description: str
    columns: List[TableColumn]
    # Its ETag.
    revision: float
    rowCount: float
    bytes: float
    createdBy: str
    createdAt: str
    updatedAt: str


class TableListPage(TypedDict):
    data: List[TableSummary]
    nextCursor: str | None


class ConversationSummary(TypedDict):
    id: str
    channel: str
    account: ConversationSummaryAccount
    title: str | None
    # Who writes, as the channel says it.
    contact: Any
    # waiting: a run asked, and waits; unreachable: the contact takes no messages.
    state: Literal["idle", "waiting", "unreachable"]
    lastMessage: ConversationLastMessage | None
    # How the last message, or the last run that had to do with the chat, failed.
    lastError: ConversationLastError | None
    createdAt: str
    activeAt: str


class ConversationSummaryAccount(TypedDict):
    id: str
    name: str
    # Why nothing comes in there at the moment.
    error: str | None


class ConversationListPage(TypedDict):
    data: List[ConversationSummary]
    nextCursor: str | None


class _NodeTypeNeeded(TypedDict):
    type: str
    version: int
    kind: Literal["core", "action"]
    # JSON Schema of the config after its expressions were read.
    config: Any
    ports: List[str]


class NodeType(_NodeTypeNeeded, total=False):
    # JSON Schema.
    output: Any


class NodeTypeListResult(TypedDict):
    data: List[NodeType]
    nextCursor: None
    triggers: List[Any]
    connections: List[Any]


class WebhookEventType(TypedDict):
    type: str
    description: str
    # JSON Schema of the message’s data.
    schema: Any
    example: Any


class WebhookEventTypeListResult(TypedDict):
    data: List[WebhookEventType]


class WebhookEndpointListPage(TypedDict):
    data: List[WebhookEndpoint]
    nextCursor: str | None


class WebhookDeliverySummary(TypedDict):
    id: str
    endpointId: str
    # The `webhook-id` that receivers see.
    messageId: str
    type: str
    state: Literal["due", "retrying", "parked", "succeeded", "failed"]
    attempts: int
    nextAt: str | None
    lastStatus: int | None
    # Why no answer came: timeout, connection_failed, address_refused ….
    lastError: str | None
    # Why it is not tried again.
    reason: Literal["gave_up", "endpoint_gone", "endpoint_disabled"] | None
    test: bool
    createdAt: str
    endedAt: str | None


class WebhookDeliveryListPage(TypedDict):
    data: List[WebhookDeliverySummary]
    nextCursor: str | None


class Audit(TypedDict):
    v: int
    # Its number in the chain, without gaps.
    seq: int
    at: str
    actor: str
    # As it was then.
    actorName: str | None
    impersonator: str | None
    action: str
    target: str
    targetKind: str | None
    targetName: str | None
    data: Any
    # `{ field: { before, after } }`, or null.
    changes: Any
    via: str | None
    ip: str | None
    userAgent: str | None
    # `X-Request-Id` of the request.
    traceId: str | None


class AuditListPage(TypedDict):
    data: List[Audit]
    nextCursor: str | None


class DeadLetterSummary(TypedDict):
    id: str
    kind: Literal["message", "approval"]
    ref: str
    title: str
    # A code, or what was said when it failed.
    reason: str
    tries: int
    state: Literal["open", "replayed", "discarded"]
    firstAt: str
    lastAt: str
    settledAt: str | None
    settledBy: str | None


class DeadLetterListPage(TypedDict):
    data: List[DeadLetterSummary]
    nextCursor: str | None


class ApiKeyListPage(TypedDict):
    data: List[ApiKey]
    nextCursor: str | None


class CallSummary(TypedDict):
    id: str
    at: str
    keyId: str
    keyName: str
    # By an access token of the key.
    byToken: bool
    method: str
    # The pattern: `/v1/runs/{run}`.
    route: str
    # As sent, with its query.
    path: str
    status: int
    # Of an error.
    code: str | None
    ms: float
    ip: str
    traceId: str
    # Bytes of the body that came.
    received: float
    # Bytes of the answer, headers included.
    sent: float
    replayOf: str | None
    hasBodies: bool


class CallListPage(TypedDict):
    data: List[CallSummary]
    nextCursor: str | None


class Scope(TypedDict):
    title: str
    scopes: List[ScopeScope]


class ScopeScope(TypedDict):
    id: str
    text: str


class ScopeListResult(TypedDict):
    data: List[Scope]


class Member(TypedDict):
    id: str
    name: str
    email: str
    # A built-in role, or `rol_…`.
    role: str
    # Of a role of the tenant’s own.
    roleName: str | None
    since: str
    # They may not sign in.
    disabled: bool
    # Two-step verification is on.
    twoStep: bool


class MemberListPage(TypedDict):
    data: List[Member]
    nextCursor: str | None


class RoleListResult(TypedDict):
    builtIn: List[RoleListResultBuiltIn]
    custom: List[RoleListResultCustom]
    rights: List[RoleListResultRight]


class RoleListResultBuiltIn(TypedDict):
    name: str
    scopes: List[str]


class RoleListResultCustom(TypedDict):
    id: str
    name: str
    description: str
    scopes: List[str]
    # People who have it.
    members: int
    createdAt: str
    updatedAt: str


class RoleListResultRight(TypedDict):
    title: str
    scopes: List[RoleListResultRightScope]


class RoleListResultRightScope(TypedDict):
    scope: str
    text: str


class Invite(TypedDict):
    id: str
    email: str
    # A built-in role, or `rol_…`.
    role: str
    invitedBy: str
    createdAt: str
    sentAt: str
    expiresAt: str
    status: Literal["open", "expired"]


class InviteListPage(TypedDict):
    data: List[Invite]
    nextCursor: str | None


class Domain(TypedDict):
    domain: str
    # The TXT record that proves it.
    record: DomainRecord
    verifiedAt: str | None
    checkedAt: str | None
    # What whoever comes by single sign-on for the first time joins as; null: by invite alone.
    joinRole: Literal["editor", "operator", "viewer"] | None


class DomainRecord(TypedDict):
    name: str
    value: str


class DomainListResult(TypedDict):
    data: List[Domain]


class Licence(TypedDict):
    id: str
    name: str
    app: Literal["desktop", "cli"]
    # Who activated it.
    by: str
    status: Literal["active", "expired", "revoked"]
    activatedAt: str
    refreshedAt: str
    expiresAt: str
    graceUntil: str
    revokedAt: str | None


class LicenceListPage(TypedDict):
    data: List[Licence]
    nextCursor: str | None
    # How many may be active at once; -1: as many as one likes.
    machines: int


class DataCatalogue(TypedDict):
    table: str
    purpose: str
    # A retention that the tenant chooses, or tenant, audit, short.
    keeping: str
    # Whether exports hold it.
    archive: Literal["out", "no"]
    # What goes where one person is erased.
    person: Literal["rows", "values", "no"]
    columns: List[DataCatalogueColumn]


class DataCatalogueColumn(TypedDict):
    name: str
    kind: Literal["personal", "secret", "business", "technical"]


class DataCatalogueListResult(TypedDict):
    data: List[DataCatalogue]


class ExportListResult(TypedDict):
    data: List[Export]


class ImportListResult(TypedDict):
    data: List[Import]


class Consent(TypedDict):
    id: str
    channel: str
    # null: the person was erased.
    contact: str | None
    purpose: str
    given: bool
    source: str
    evidence: str | None
    # `flow`: by privacy.record.
    by: str
    at: str


class ConsentListPage(TypedDict):
    data: List[Consent]
    nextCursor: str | None


class FlowValidateResult(TypedDict):
    problems: List[FlowProblem]
    plan: FlowValidateResultPlan | None


class FlowValidateResultPlan(TypedDict):
    hash: str
    nodes: int


class FlowImportFromResult(TypedDict):
    document: Any
    report: FlowImportFromResultReport


class _FlowImportFromResultReportNeeded(TypedDict):
    source: Literal["n8n", "node-red", "activepieces"]
    counts: FlowImportFromResultReportCounts
    nodes: List[FlowImportFromResultReportNode]
    # Credentials that were used there: make a connection for each.
    connections: List[FlowImportFromResultReportConnection]
    # Variables that are read: they are the tenant's settings here.
    settings: List[str]
    notes: List[FlowImportFromResultReportNote]


class FlowImportFromResultReport(_FlowImportFromResultReportNeeded, total=False):
    # All flows of the document, where it holds several.
    parts: List[FlowImportFromResultReportPart]
    # The one of them that was taken.
    part: str


class FlowImportFromResultReportPart(TypedDict):
    id: str
    name: str


class FlowImportFromResultReportCounts(TypedDict):
    mapped: int
    approximated: int
    notMapped: int


class FlowImportFromResultReportNode(TypedDict):
    name: str
    type: str
    status: Literal["mapped", "approximated", "notMapped"]
    # Nodes of the flow that it became.
    nodes: List[str]
    reasons: List[FlowImportFromResultReportNodeReason]


class FlowImportFromResultReportNodeReason(TypedDict):
    pt: str
    en: str


class FlowImportFromResultReportConnection(TypedDict):
    type: str
    name: str
    connector: str | None
    nodes: List[str]


class FlowImportFromResultReportNote(TypedDict):
    pt: str
    en: str


class FlowImportFromCreated(TypedDict):
    flow: Flow
    report: FlowImportFromResultReport


class FlowPublishResult(TypedDict):
    flowId: str
    version: int
    hash: str
    note: str | None
    createdBy: str
    createdAt: str
    # Open runs that were cancelled or started again.
    settledRuns: int


class FlowVersion(TypedDict):
    flowId: str
    version: int
    hash: str
    note: str | None
    createdBy: str
    createdAt: str


class FlowListVersionsPage(TypedDict):
    data: List[FlowVersion]
    nextCursor: str | None


class FlowGetVersionResult(TypedDict):
    flowId: str
    version: int
    hash: str
    note: str | None
    createdBy: str
    createdAt: str
    definition: Any


FlowDiffResult = TypedDict(
    "FlowDiffResult",
    {
        "from": "Literal[\"draft\"] | int",
        "to": "Literal[\"draft\"] | int",
        "nodes": "Any",
        "edges": "Any",
        "other": "Any",
    },
    total=True,
)


class FlowGetCodeResult(TypedDict):
    # Name of the workflow.
    workflow: str
    files: List[FlowGetCodeResultFile]
    notes: List[str]


class FlowGetCodeResultFile(TypedDict):
    path: str
    content: str


class FlowGetScheduleResult(TypedDict):
    flowId: str
    version: int
    # The next firings, at most five; none while it is paused.
    next: List[str]
    pausedAt: str | None
    last: FlowGetScheduleResultLast | None
    # Due while nothing ran, and older than `catchup`: not made up for. Each time the event
    # `trama.schedule.missed` tells.
    missed: FlowGetScheduleResultMissed


class FlowGetScheduleResultLast(TypedDict):
    dueAt: str
    firedAt: str
    # What it became: started, queued, skipped, delivered, replacing or failed.
    outcome: str
    runId: str | None


class FlowGetScheduleResultMissed(TypedDict):
    count: int
    lastAt: str | None


class FlowGetListeningResult(TypedDict):
    version: int | None
    # Of the trigger; null: nothing is published.
    type: str | None
    state: Literal["off", "publishing", "live", "failed"]
    # Of `failed`: `no_account`, `receive_off`, or what the other side says.
    why: str | None
    # Where others call it.
    webhook: str | None
    # By which messages come in.
    connection: str | None
    nextAt: str | None
    # Without tests, newest version first.
    openRuns: List[FlowGetListeningResultOpenRun]


class FlowGetListeningResultOpenRun(TypedDict):
    version: int
    runs: int


class RunGetSummaryResult(TypedDict):
    buckets: List[RunGetSummaryResultBucket]
    p50Ms: float | None
    p95Ms: float | None


RunGetSummaryResultBucket = TypedDict(
    "RunGetSummaryResultBucket",
    {
        "from": "str",
        "byStatus": "Dict[str, int]",
    },
    total=True,
)


class _RunBulkResultNeeded(TypedDict):
    matched: int
    done: int
    failed: List[RunBulkResultFailed]
    more: bool


class RunBulkResult(_RunBulkResultNeeded, total=False):
    next: str


class RunBulkResultFailed(TypedDict):
    id: str
    code: str


class _RunStartAcceptedNeeded(TypedDict):
    id: str
    runId: str


class RunStartAccepted(_RunStartAcceptedNeeded, total=False):
    status: Literal["queued", "running", "waiting", "paused", "succeeded", "failed", "cancelled"]
    flowId: str
    flowVersion: int | None
    skipped: Literal[True]
    delivered: Literal[True]


class _RunTraceNeeded(TypedDict):
    # Order in the trace, from 1.
    n: int
    node: str
    path: List[RunTracePath]
    status: Literal["running", "waiting", "retrying", "parked", "succeeded", "failed", "skipped", "cancelled", "pinned"]
    startedAt: str | None
    endedAt: str | None
    attempts: int
    port: str | None
    input: Any
    output: Any
    error: RunError | None


class RunTrace(_RunTraceNeeded, total=False):
    reason: str
    # Its last attempts, where it needed more than one or was told to wait.
    tries: List[RunTraceTry]


class RunTracePath(TypedDict):
    container: str
    index: int


class _RunTraceTryNeeded(TypedDict):
    # From 1; one that went with its process is missing.
    n: int
    startedAt: str
    endedAt: str
    # null: it came out well.
    error: RunTraceTryError | None


class RunTraceTry(_RunTraceTryNeeded, total=False):
    # It was told to wait until then, which is no attempt.
    until: str


class RunTraceTryError(TypedDict):
    code: str
    message: str


class RunGetTracePage(TypedDict):
    steps: List[RunTrace]
    nextCursor: str | None


class _RunRetryResultNeeded(TypedDict):
    id: str
    runId: str
    retryOf: str


class RunRetryResult(_RunRetryResultNeeded, total=False):
    status: Literal["queued", "running", "waiting", "paused", "succeeded", "failed", "cancelled"]
    flowId: str
    flowVersion: int | None
    skipped: Literal[True]
    delivered: Literal[True]


class RunGetTemporalResult(TypedDict):
    url: str


class FileUploadResult(TypedDict):
    file: str
    name: str
    type: str
    size: float
    sha256: str


class TemplateUseResult(TypedDict):
    document: Any
    problems: List[FlowProblem]
    # Keys of fields that are still empty.
    missingValues: List[str]
    # Keys of needs without a connection.
    missingConnections: List[str]


class TemplateUseCreated(TypedDict):
    flow: Flow
    tables: List[TemplateUseCreatedTable]
    # Keys of fields that are still empty.
    missingValues: List[str]
    # Keys of needs without a connection.
    missingConnections: List[str]


class TemplateUseCreatedTable(TypedDict):
    id: str
    name: str
    how: Literal["created", "extended", "kept"]


class KitUseResult(TypedDict):
    flows: List[KitUseResultFlow]
    tables: List[KitUseResultTable]


class KitUseResultFlow(TypedDict):
    template: str
    flowId: str
    name: str
    publishedVersion: int | None
    # It was there before.
    kept: bool
    # Keys of fields that are still empty.
    missingValues: List[str]
    # Keys of needs without a connection.
    missingConnections: List[str]


class KitUseResultTable(TypedDict):
    id: str
    name: str
    how: Literal["created", "extended", "kept"]


class EventPublishResult(TypedDict):
    id: str
    name: str
    key: str | None
    receivedAt: str
    duplicate: bool
    started: List[str]
    reached: List[str]


class RunSendEventResult(TypedDict):
    id: str
    name: str
    receivedAt: str
    duplicate: bool


class ConnectionBeginSignInResult(TypedDict):
    url: str
    expiresAt: str


class TableImportRowsResult(TypedDict):
    # Rows of the file, without its header.
    read: float
    inserted: float
    updated: float
    skipped: float
    faultCount: float
    # The first 100; `row` as a spreadsheet counts, its header being row 1.
    faults: List[TableImportRowsResultFault]
    columns: List[TableImportRowsResultColumn]
    dryRun: bool


class TableImportRowsResultFault(TypedDict):
    row: float
    column: str
    problem: str
    message: str


class TableImportRowsResultColumn(TypedDict):
    header: str
    column: str | None


class TableDeleteRowsResult(TypedDict):
    deleted: List[str]


class TableRow(TypedDict):
    id: str
    # Its ETag.
    version: float
    # Each column by its name; null where it is empty.
    values: Dict[str, Any]
    createdAt: str
    updatedAt: str


class TableListRowsPage(TypedDict):
    data: List[TableRow]
    nextCursor: str | None
    total: float | None


class TablePutRowsResult(TypedDict):
    rows: List[TableRow]
    inserted: float
    updated: float


class AiGetUsageResult(TypedDict):
    month: str
    calls: int
    # Calls whose answer never came: they may have been paid for.
    lostCalls: int
    # Calls of models without a known price: their cost is not in the sum.
    unpricedCalls: int
    inputTokens: int
    cachedInputTokens: int
    outputTokens: int
    costUsd: float
    # By calls that are under way.
    reservedTokens: int
    reservedUsd: float
    budget: AiGetUsageResultBudget
    models: List[AiGetUsageResultModel]
    # flowId null: outside of flows, or of flows that are gone.
    flows: List[AiGetUsageResultFlow]
    # Of the tenant’s calendar; those with calls.
    days: List[AiGetUsageResultDay]


class AiGetUsageResultBudget(TypedDict):
    # In a month; null: no limit.
    tokens: int | None
    # US dollars in a month; null: no limit.
    costUsd: float | None


class AiGetUsageResultModel(TypedDict):
    provider: str
    model: str
    calls: int
    # Calls whose answer never came: they may have been paid for.
    lostCalls: int
    # Calls of models without a known price: their cost is not in the sum.
    unpricedCalls: int
    inputTokens: int
    cachedInputTokens: int
    outputTokens: int
    costUsd: float


class AiGetUsageResultFlow(TypedDict):
    flowId: str | None
    flowName: str | None
    calls: int
    # Calls whose answer never came: they may have been paid for.
    lostCalls: int
    # Calls of models without a known price: their cost is not in the sum.
    unpricedCalls: int
    inputTokens: int
    cachedInputTokens: int
    outputTokens: int
    costUsd: float


class AiGetUsageResultDay(TypedDict):
    day: str
    calls: int
    # Calls whose answer never came: they may have been paid for.
    lostCalls: int
    # Calls of models without a known price: their cost is not in the sum.
    unpricedCalls: int
    inputTokens: int
    cachedInputTokens: int
    outputTokens: int
    costUsd: float


class AiGetHelpResult(TypedDict):
    available: bool
    state: Literal["ready", "off", "missing", "gone", "forbidden"]
    # Who answers.
    asked: AiGetHelpResultAsked | None
    settings: AiGetHelpResultSettings
    connections: List[AiGetHelpResultConnection]


class AiGetHelpResultAsked(TypedDict):
    # null: the operator’s model.
    name: str | None
    model: str | None


class AiGetHelpResultSettings(TypedDict):
    enabled: bool
    connection: str | None
    model: str | None


class AiGetHelpResultConnection(TypedDict):
    id: str
    name: str
    model: str | None


class AiTestHelpResult(TypedDict):
    ok: bool
    ms: int
    error: AiTestHelpResultError | None
    usage: AiTestHelpResultUsage


class AiTestHelpResultError(TypedDict):
    code: str
    message: str


class AiTestHelpResultUsage(TypedDict):
    # Which model answered.
    model: str | None
    inputTokens: int
    outputTokens: int
    # null: the model has no known price.
    costUsd: float | None


class AiPreviewValuesResult(TypedDict):
    # null: no run has ended yet.
    values: str | None


class AiDraftFlowResult(TypedDict):
    document: Any
    # What is still wrong with it.
    problems: List[FlowProblem]
    # How often the model was asked.
    answers: int
    usage: AiTestHelpResultUsage


class AiExplainFlowResult(TypedDict):
    explanation: str
    usage: AiTestHelpResultUsage


class AiMendFlowResult(TypedDict):
    document: Any
    why: str
    # What is still wrong with it.
    problems: List[FlowProblem]
    # How often the model was asked.
    answers: int
    usage: AiTestHelpResultUsage


class AiWriteExpressionResult(TypedDict):
    expression: str
    # What is still wrong with it.
    problems: List[FlowProblem]
    # How often the model was asked.
    answers: int
    usage: AiTestHelpResultUsage


class ConversationMessage(TypedDict):
    id: str
    direction: Literal["in", "out"]
    kind: str
    text: str
    options: List[str]
    status: Literal["received", "sending", "sent", "failed"]
    error: str | None
    # Who sent it, or heard it first.
    runId: str | None
    at: str


class ConversationListMessagesPage(TypedDict):
    data: List[ConversationMessage]
    nextCursor: str | None


class NodeTypeTestResult(TypedDict):
    ok: bool
    output: Any
    error: NodeTypeTestResultError | None
    ms: float


class NodeTypeTestResultError(TypedDict):
    code: str
    message: str
    details: Any


class WebhookEndpointCreateResult(TypedDict):
    id: str
    url: str
    description: str
    eventTypes: List[str]
    flowIds: List[str]
    inOrder: bool
    ratePerMinute: int | None
    signature: Literal["hmac", "ed25519"]
    # `whpk_…`, of ed25519: checks our signatures.
    publicKey: str | None
    previousPublicKey: str | None
    # Until when the secret before this one signs, too.
    previousUntil: str | None
    headers: Dict[str, str]
    # Names only.
    secretHeaders: List[str]
    enabled: bool
    # `gone`: it answered 410.
    disabledReason: Literal["by_hand", "gone", "failing"] | None
    disabledAt: str | None
    # It has taken nothing since.
    failingSince: str | None
    # To the minute.
    lastSuccessAt: str | None
    revision: int
    createdBy: str
    createdAt: str
    updatedAt: str
    # `whsec_…`, in this answer alone; null of ed25519.
    secret: str | None


class WebhookEndpointUpdateResult(TypedDict):
    id: str
    url: str
    description: str
    eventTypes: List[str]
    flowIds: List[str]
    inOrder: bool
    ratePerMinute: int | None
    signature: Literal["hmac", "ed25519"]
    # `whpk_…`, of ed25519: checks our signatures.
    publicKey: str | None
    previousPublicKey: str | None
    # Until when the secret before this one signs, too.
    previousUntil: str | None
    headers: Dict[str, str]
    # Names only.
    secretHeaders: List[str]
    enabled: bool
    # `gone`: it answered 410.
    disabledReason: Literal["by_hand", "gone", "failing"] | None
    disabledAt: str | None
    # It has taken nothing since.
    failingSince: str | None
    # To the minute.
    lastSuccessAt: str | None
    revision: int
    createdBy: str
    createdAt: str
    updatedAt: str


class WebhookEndpointEnableResult(TypedDict):
    endpoint: WebhookEndpointUpdateResult
    replayed: int


class WebhookEndpointReplayFailedResult(TypedDict):
    replayed: int


class WebhookEndpointSendResult(TypedDict):
    deliveryId: str


class AuditActor(TypedDict):
    actor: str
    name: str | None


class AuditListActorsResult(TypedDict):
    data: List[AuditActor]


class AuditVerifyResult(TypedDict):
    fault: AuditVerifyResultFault | None
    entries: int
    # The last entry that fits.
    head: AuditVerifyResultHead | None


class AuditVerifyResultFault(TypedDict):
    kind: str
    seq: int


class AuditVerifyResultHead(TypedDict):
    seq: int
    hash: str
    at: str


class AuditGetExportScheduleResult(TypedDict):
    # Null: nowhere.
    schedule: AuditGetExportScheduleResultSchedule | None


class AuditGetExportScheduleResultSchedule(TypedDict):
    endpoint: str
    region: str
    bucket: str
    prefix: str
    accessKey: str
    format: Literal["jsonl", "csv"]
    gzip: bool
    hour: int
    # The last entry that the bucket has; 0: none.
    upTo: int
    # Entries that it has not yet.
    waiting: int
    nextAt: str
    # When it had everything last.
    lastAt: str | None
    failing: AuditGetExportScheduleResultScheduleFailing | None


class AuditGetExportScheduleResultScheduleFailing(TypedDict):
    since: str
    times: int
    problem: str
    message: AuditGetExportScheduleResultScheduleFailingMessage
    detail: str | None


class AuditGetExportScheduleResultScheduleFailingMessage(TypedDict):
    pt: str
    en: str


class AuditTryExportScheduleResult(TypedDict):
    problem: AuditTryExportScheduleResultProblem | None


class AuditTryExportScheduleResultProblem(TypedDict):
    kind: str
    message: AuditTryExportScheduleResultProblemMessage
    detail: str | None


class AuditTryExportScheduleResultProblemMessage(TypedDict):
    pt: str
    en: str


class ApiKeyCreateResult(TypedDict):
    id: str
    name: str
    # The first characters of the key.
    prefix: str
    scopes: List[str]
    createdBy: str
    # The person who made it; `left`: they belong to the tenant no more.
    maker: ApiKeyCreateResultMaker | None
    createdAt: str
    expiresAt: str | None
    # To the minute.
    lastUsedAt: str | None
    lastUsedIp: str | None
    revokedAt: str | None
    allowedIps: List[str]
    perMinute: int | None
    # Until then the log of its calls holds bodies too.
    keepBodiesUntil: str | None
    rotatedAt: str | None
    # The secret of before the last rotation, while it still works.
    previous: ApiKeyCreateResultPrevious | None
    key: str


class ApiKeyCreateResultMaker(TypedDict):
    name: str | None
    left: bool


class ApiKeyCreateResultPrevious(TypedDict):
    prefix: str
    until: str
    usedAt: str | None


class GraphqlQueryResult(TypedDict, total=False):
    data: Any
    # `extensions.code` is of the table of errors.
    errors: List[GraphqlQueryResultError]


class _GraphqlQueryResultErrorNeeded(TypedDict):
    message: str


class GraphqlQueryResultError(_GraphqlQueryResultErrorNeeded, total=False):
    locations: List[GraphqlQueryResultErrorLocation]
    path: List[str | int]
    extensions: Any


class GraphqlQueryResultErrorLocation(TypedDict):
    line: int
    column: int


class CallReplayResult(TypedDict):
    status: int
    ms: float
    contentType: str | None
    body: Any
    # Only the beginning is shown.
    cut: bool


class CallCountUsageResult(TypedDict):
    total: CallCountUsageResultTotal
    # Those with calls, the first first.
    buckets: List[CallCountUsageResultBucket]
    routes: List[CallCountUsageResultRoute]
    keys: List[CallCountUsageResultKey]


class CallCountUsageResultTotal(TypedDict):
    calls: int
    refused: int
    limited: int
    failed: int


CallCountUsageResultBucket = TypedDict(
    "CallCountUsageResultBucket",
    {
        "calls": "int",
        "refused": "int",
        "limited": "int",
        "failed": "int",
        "from": "str",
    },
    total=True,
)


class CallCountUsageResultRoute(TypedDict):
    calls: int
    refused: int
    limited: int
    failed: int
    method: str
    route: str
    p50Ms: int
    p95Ms: int


class CallCountUsageResultKey(TypedDict):
    calls: int
    refused: int
    limited: int
    failed: int
    id: str
    name: str


class SsoTestResult(TypedDict):
    # Where the browser goes to; null: by another way.
    url: str | None


class LicenceClaimLifetimeResult(TypedDict):
    id: str
    product: str
    request: str
    until: str


class LicenceCreateResult(TypedDict):
    id: str
    # The signed licence, a compact JWS: to be kept, and verified without a connection.
    document: str
    expiresAt: str
    # Until then it counts, with a warning.
    graceUntil: str


class RetentionUpdateResult(TypedDict):
    # Legal hold: nothing is forgotten while it stands.
    hold: bool
    kinds: List[RetentionKind]


class ConsentCheckResult(TypedDict):
    status: Literal["given", "withdrawn", "unknown"]
    since: str | None


class PersonFindResult(TypedDict):
    # Rows by table.
    counts: Dict[str, float]
    # That have not ended.
    openRuns: float


class PersonEraseResult(TypedDict):
    id: str
    kind: Literal["export", "erase"]
    # Rows by table.
    counts: Dict[str, float]
    by: str
    at: str


class PersonListRequestsResult(TypedDict):
    data: List[PersonEraseResult]


class TenantRequestDeletionResult(TypedDict):
    askedAt: str
    # From here on it cannot be taken back.
    dueAt: str
    by: str
    # A legal hold was set since: nothing is deleted while it stands, also behind `dueAt`.
    onHold: bool
    # Of the receipt that there will be: keep it, for nobody can sign in then.
    receiptId: str


class TenantGetDeletionResult(TypedDict):
    deletion: TenantRequestDeletionResult | None
    # That one has to take it back.
    days: int


class SubscriptionGetProfileResult(TypedDict):
    legalName: str
    # CPF or CNPJ, without punctuation.
    taxId: str | None
    # Where invoices go beside the owners.
    email: str | None
    address: SubscriptionGetProfileResultAddress | None


class SubscriptionGetProfileResultAddress(TypedDict):
    zip: str
    street: str
    number: str
    complement: str | None
    district: str
    city: str
    state: str


class SubscriptionInvoice(TypedDict):
    id: str
    kind: Literal["invoice", "credit_note"]
    # As it is printed: series, year, number.
    number: str
    # Of a credit note: the invoice that it takes back from.
    of: str | None
    paymentId: str
    total: Money
    method: Literal["card", "pix"] | None
    periodStart: str | None
    periodEnd: str | None
    paidAt: str
    issuedAt: str


class Money(TypedDict):
    # Whole cents.
    amount: int
    # ISO 4217.
    currency: str


class SubscriptionListInvoicesPage(TypedDict):
    data: List[SubscriptionInvoice]
    nextCursor: str | None


class SubscriptionGetInvoiceResult(TypedDict):
    id: str
    kind: Literal["invoice", "credit_note"]
    # As it is printed: series, year, number.
    number: str
    # Of a credit note: the invoice that it takes back from.
    of: str | None
    paymentId: str
    total: Money
    method: Literal["card", "pix"] | None
    periodStart: str | None
    periodEnd: str | None
    paidAt: str
    issuedAt: str
    issuer: SubscriptionGetInvoiceResultIssuer
    customer: SubscriptionGetInvoiceResultCustomer
    lines: List[SubscriptionGetInvoiceResultLine]
    # The fiscal document (NFS-e); null: nobody makes one here.
    fiscal: SubscriptionGetInvoiceResultFiscal | None


class SubscriptionGetInvoiceResultIssuer(TypedDict):
    name: str
    taxId: str | None


class SubscriptionGetInvoiceResultCustomer(TypedDict):
    legalName: str
    taxId: str | None
    email: str | None


class SubscriptionGetInvoiceResultLine(TypedDict):
    key: str | None
    name: str
    quantity: int
    unit: Money
    amount: Money


class SubscriptionGetInvoiceResultFiscal(TypedDict):
    state: Literal["waiting", "issued", "refused"]
    number: str | None
    url: str | None
    reason: str | None


class SubscriptionSendInvoiceResult(TypedDict):
    to: List[str]


class SubscriptionUsage(TypedDict):
    feature: str
    # Counted by the month, or as it stands.
    kind: Literal["metered", "standing"]
    current: float
    # -1: as many as one likes.
    limit: float
    percentage: int
    resetsAt: str | None
    # From 80 % and from 100 %.
    warning: Literal["none", "near", "full"]


class SubscriptionListUsageResult(TypedDict):
    data: List[SubscriptionUsage]


class SubscriptionGetMarketplacesResult(TypedDict):
    all: List[str]
    # Of the plan.
    fixed: List[str]
    chosen: List[str]
    choose: int | Literal["all"]
    # When the next choice may be taken back, where all are taken.
    changesAt: str | None


class SubscriptionUsageCharge(TypedDict):
    # Its first day.
    month: str
    amount: Money
    # open: too little, and carried over, or not asked for yet; failed: asked for again.
    status: Literal["open", "asked", "failed", "paid"]
    nextAt: str | None
    lines: List[SubscriptionUsageChargeLine]


class SubscriptionUsageChargeLine(TypedDict):
    feature: str
    used: float
    included: float
    # Beyond the included.
    quantity: float
    amount: Money


class SubscriptionListUsageChargesPage(TypedDict):
    data: List[SubscriptionUsageCharge]
    nextCursor: str | None
    # Null: the plan has no prices of use.
    running: SubscriptionListUsageChargesPageRunning | None


class SubscriptionListUsageChargesPageRunning(TypedDict):
    month: str
    amount: Money
    lines: List[SubscriptionUsageChargeLine]


class SubscriptionFrozen(TypedDict):
    feature: Literal["flows", "connections", "users"]
    limit: float
    items: List[SubscriptionFrozenItem]


class SubscriptionFrozenItem(TypedDict):
    id: str
    name: str
    # It works.
    keeps: bool


class SubscriptionListFrozenResult(TypedDict):
    # Empty: all fits.
    data: List[SubscriptionFrozen]


class SubscriptionSetFrozen(TypedDict):
    feature: Literal["flows", "connections", "users"]
    limit: float
    items: List[SubscriptionSetFrozenItem]


class SubscriptionSetFrozenItem(TypedDict):
    id: str
    name: str
    # It works.
    keeps: bool


class SubscriptionSetFrozenResult(TypedDict):
    # Empty: all fits.
    data: List[SubscriptionSetFrozen]


class SubscriptionGetCurrentResult(TypedDict):
    # `state` in five words.
    status: Literal["active", "trialing", "past_due", "canceled", "expired"]
    state: Literal["free", "trialing", "active", "past_due", "grace", "paused", "ended"]
    access: Literal["full", "read_only"]
    plan: SubscriptionGetCurrentResultPlan
    # What the tenant has by agreement, without a subscription and without an end; null: FREE.
    granted: SubscriptionGetCurrentResultGranted | None
    interval: Literal["month", "year"] | None
    # Of one period.
    amount: Money
    items: List[SubscriptionGetCurrentResultItem]
    # What the account has to its credit, with what comes off `next`.
    credit: Money
    # The next charge that comes by itself, by what is known now; null: none does.
    next: SubscriptionGetCurrentResultNext | None
    provider: Literal["stripe", "mercado_pago", "manual"] | None
    method: SubscriptionGetCurrentResultMethod | None
    trialEndsAt: str | None
    trialAvailable: bool
    periodStart: str | None
    periodEnd: str | None
    paidThrough: str | None
    # Since when a charge is open.
    failedAt: str | None
    nextAttemptAt: str | None
    # Unless the open charge is paid.
    readOnlyAt: str | None
    # Unless the open charge is paid.
    downgradeAt: str | None
    pausedUntil: str | None
    # Given by an operator until then.
    compUntil: str | None
    canceledAt: str | None
    freeReason: Literal["canceled", "unpaid", "trial_ended", "refunded", "disputed"] | None
    pending: SubscriptionGetCurrentResultPending | None
    # The open charge of the next period, where nobody charges by themselves.
    renewal: SubscriptionGetCurrentResultRenewal | None
    requests: List[SubscriptionGetCurrentResultRequest]
    # Whether `POST /subscription/portal` leads anywhere.
    portal: bool
    providers: List[SubscriptionGetCurrentResultProvider]


class SubscriptionGetCurrentResultPlan(TypedDict):
    tier: str
    name: str
    number: int


class SubscriptionGetCurrentResultGranted(TypedDict):
    tier: str
    name: str
    # By the list; null: talked about. No plan that is not above it is sold or tried.
    monthly: Money | None


class SubscriptionGetCurrentResultItem(TypedDict):
    key: str
    name: str
    quantity: int
    unit: Money


class SubscriptionGetCurrentResultNext(TypedDict):
    at: str
    # What is charged: `full` less the others.
    amount: Money
    # What the period costs.
    full: Money
    coupon: Money
    # Of the coupon, where it takes something off.
    code: str | None
    # Of the account’s.
    credit: Money


class SubscriptionGetCurrentResultMethod(TypedDict):
    kind: Literal["card", "pix"]
    brand: str | None
    last4: str | None
    expires: str | None


class SubscriptionGetCurrentResultPending(TypedDict):
    kind: Literal["change", "cancel", "provider"]
    at: str
    tier: str | None
    interval: Literal["month", "year"] | None
    # Of `provider`: who charges from then on.
    provider: Literal["stripe", "mercado_pago", "manual"] | None


class SubscriptionGetCurrentResultRenewal(TypedDict):
    amount: Money
    pix: SubscriptionGetCurrentResultRenewalPix | None
    url: str | None
    periodStart: str


class SubscriptionGetCurrentResultRenewalPix(TypedDict):
    code: str
    image: str | None
    expiresAt: str


class SubscriptionGetCurrentResultRequest(TypedDict):
    id: str
    kind: Literal["subscribe", "trial", "change", "cancel", "revoke", "pause", "resume", "provider", "refund", "comp", "extend_trial", "usage"]
    # `waiting`: for the payer, on the page or with the Pix of `asked`.
    status: Literal["asked", "waiting", "done", "refused", "expired"]
    createdAt: str
    closedAt: str | None
    expiresAt: str | None
    provider: Literal["stripe", "mercado_pago", "manual"] | None
    # What is charged at once, where that is known.
    amount: Money | None
    # Why it was refused.
    reason: str | None
    input: Dict[str, Any]
    asked: SubscriptionGetCurrentResultRequestAskedPage | SubscriptionGetCurrentResultRequestAskedPix | None
    outcome: Dict[str, Any] | None


class SubscriptionGetCurrentResultRequestAskedPage(TypedDict):
    kind: Literal["page"]
    url: str


class SubscriptionGetCurrentResultRequestAskedPix(TypedDict):
    kind: Literal["pix"]
    code: str
    image: str | None
    expiresAt: str


class SubscriptionGetCurrentResultProvider(TypedDict):
    name: Literal["stripe", "mercado_pago", "manual"]
    methods: List[Literal["card", "pix"]]


class SubscriptionPayment(TypedDict):
    id: str
    createdAt: str
    paidAt: str | None
    amount: Money
    refunded: Money
    status: Literal["pending", "paid", "failed", "void"]
    disputed: bool
    kind: Literal["period", "once"]
    method: Literal["card", "pix"] | None
    provider: Literal["stripe", "mercado_pago", "manual"]
    periodStart: str | None
    periodEnd: str | None
    lines: List[SubscriptionPaymentLine]
    failureCode: str | None
    nextAttemptAt: str | None
    pix: SubscriptionPaymentPix | None
    hostedUrl: str | None
    invoiceId: str | None


class SubscriptionPaymentLine(TypedDict):
    name: str
    amount: Money


class SubscriptionPaymentPix(TypedDict):
    code: str
    expiresAt: str


class SubscriptionListPaymentsPage(TypedDict):
    data: List[SubscriptionPayment]
    nextCursor: str | None


class SubscriptionStory(TypedDict):
    at: str
    kind: Literal["wish", "payment", "notice", "state", "access"]
    text: str


class SubscriptionListStoryPage(TypedDict):
    data: List[SubscriptionStory]
    nextCursor: str | None
    waits: SubscriptionListStoryPageWaits | None


class SubscriptionListStoryPageWaits(TypedDict):
    text: str
    until: str | None


class SubscriptionCreateResult(TypedDict):
    # Where one pays; null: by the Pix of `request.asked`, or it is under way.
    checkoutUrl: str | None
    request: SubscriptionGetCurrentResultRequest


class SubscriptionTrialResult(TypedDict):
    request: SubscriptionGetCurrentResultRequest


class SubscriptionPreviewResult(TypedDict):
    id: str
    when: Literal["now", "period_end"]
    at: str
    lines: List[SubscriptionPreviewResultLine]
    # Charged at once; what is charged by it, to the cent.
    total: Money
    # What becomes account credit.
    left: Money
    # The next charge that comes by itself, by what is known now; null: none does.
    next: SubscriptionGetCurrentResultNext | None
    # What the smaller plan has no room for: it stays, and does nothing.
    freezes: List[SubscriptionPreviewResultFreeze]
    expiresAt: str


class SubscriptionPreviewResultLine(TypedDict):
    kind: Literal["debit", "credit", "account_credit", "kept"]
    key: str | None
    name: str
    amount: Money


class SubscriptionPreviewResultFreeze(TypedDict):
    feature: str
    limit: float
    items: List[SubscriptionPreviewResultFreezeItem]


class SubscriptionPreviewResultFreezeItem(TypedDict):
    id: str
    name: str
    keeps: bool


class SubscriptionChangeResult(TypedDict):
    # Where one pays; null: by the Pix of `request.asked`, or it is under way.
    checkoutUrl: str | None
    request: SubscriptionGetCurrentResultRequest


class SubscriptionUpgradeResult(TypedDict):
    # Where one pays; null: by the Pix of `request.asked`, or it is under way.
    checkoutUrl: str | None
    request: SubscriptionGetCurrentResultRequest


class SubscriptionCancelResult(TypedDict):
    # When it ends.
    canceledAt: str | None
    request: SubscriptionGetCurrentResultRequest


class SubscriptionRevokeResult(TypedDict):
    request: SubscriptionGetCurrentResultRequest


class SubscriptionPauseResult(TypedDict):
    request: SubscriptionGetCurrentResultRequest


class SubscriptionResumeResult(TypedDict):
    # Where one pays; null: by the Pix of `request.asked`, or it is under way.
    checkoutUrl: str | None
    request: SubscriptionGetCurrentResultRequest


class SubscriptionProviderResult(TypedDict):
    # Where one pays; null: by the Pix of `request.asked`, or it is under way.
    checkoutUrl: str | None
    request: SubscriptionGetCurrentResultRequest


class SubscriptionPortalResult(TypedDict):
    url: str


class HomeGetCountsResult(TypedDict):
    approvals: int


class HomeFlow2(TypedDict):
    flowId: str
    lastRun: HomeFlow2LastRun
    runs: int
    failed: int
    days: List[int]


class HomeFlow2LastRun(TypedDict):
    id: str
    status: Literal["queued", "running", "waiting", "paused", "succeeded", "failed", "cancelled"]
    at: str


class HomeListFlowsResult(TypedDict):
    data: List[HomeFlow2]


class _FlowCreateBodyNeeded(TypedDict):
    # A flow document (`trama/1`).
    definition: Dict[str, Any]


class FlowCreateBody(_FlowCreateBodyNeeded, total=False):
    board: FlowCreateBodyBoard


class FlowCreateBodyBoard(TypedDict, total=False):
    notes: List[FlowCreateBodyBoardNote]
    groups: List[FlowCreateBodyBoardGroup]
    collapsed: List[str]
    pins: Dict[str, FlowCreateBodyBoardPin]
    samples: List[FlowCreateBodyBoardSample]


class FlowCreateBodyBoardNote(TypedDict):
    id: str
    text: str
    color: Literal["yellow", "green", "blue", "violet", "pink", "grey"]
    position: FlowCreateBodyBoardNotePosition
    size: FlowCreateBodyBoardNoteSize


class FlowCreateBodyBoardNotePosition(TypedDict):
    x: float
    y: float


class FlowCreateBodyBoardNoteSize(TypedDict):
    width: float
    height: float


class FlowCreateBodyBoardGroup(TypedDict):
    id: str
    title: str
    color: Literal["yellow", "green", "blue", "violet", "pink", "grey"]
    nodes: List[str]


class FlowCreateBodyBoardPin(TypedDict, total=False):
    port: str
    output: Any
    error: Dict[str, Any]


class FlowCreateBodyBoardSample(TypedDict):
    id: str
    name: str
    data: Any


class FlowUpdateBody(TypedDict, total=False):
    # null: none.
    folder: str | None
    tags: List[str]
    minutesSaved: float | None


class _FlowSaveDraftBodyNeeded(TypedDict):
    # A flow document (`trama/1`).
    definition: Dict[str, Any]


class FlowSaveDraftBody(_FlowSaveDraftBodyNeeded, total=False):
    board: FlowCreateBodyBoard


class FlowPublishBody(TypedDict, total=False):
    # Shown in the list of versions.
    note: str | None
    # What becomes of open runs of older versions.
    openRuns: Literal["keep", "cancel", "restart"]


class _FlowRollbackBodyNeeded(TypedDict):
    version: int


class FlowRollbackBody(_FlowRollbackBodyNeeded, total=False):
    # Shown in the list of versions.
    note: str | None
    # What becomes of open runs of older versions.
    openRuns: Literal["keep", "cancel", "restart"]


class _FlowTellPresenceBodyNeeded(TypedDict):
    # A name that the page made up for itself.
    client: str


class FlowTellPresenceBody(_FlowTellPresenceBodyNeeded, total=False):
    # What is selected there.
    node: str | None
    leaving: bool


class _RunBulkBodyNeeded(TypedDict):
    filter: RunBulkBodyFilter
    action: Literal["cancel", "retry", "pause", "resume"]


class RunBulkBody(_RunBulkBodyNeeded, total=False):
    # Runs of this call.
    limit: int
    # Only runs after this one.
    after: str
    # Only tells in `matched` how many there are, at most 100,000.
    dryRun: bool


RunBulkBodyFilter = TypedDict(
    "RunBulkBodyFilter",
    {
        "flow": "str",
        "status": "Literal[\"queued\", \"running\", \"waiting\", \"paused\", \"succeeded\", \"failed\", \"cancelled\"] | List[Literal[\"queued\", \"running\", \"waiting\", \"paused\", \"succeeded\", \"failed\", \"cancelled\"]]",
        "from": "str",
        "to": "str",
        "test": "bool",
        "q": "str",
    },
    total=False,
)


class RunStartBody(TypedDict, total=False):
    # `trigger.data` of the run; an empty object where it is left out.
    data: Any
    version: int | Literal["draft"]
    test: bool
    # Pins every action that has effects, and skips time; with `test` only.
    simulate: bool
    # By node; with `test` only.
    pins: Dict[str, RunStartBodyPin]
    # `trigger.headers`, as a webhook would bring them; with `test` only.
    headers: Dict[str, Any]
    # `trigger.query`; with `test` only.
    query: Dict[str, Any]
    # Only what leads to this node, and the node; with `test` only.
    until: str


class RunStartBodyPin(TypedDict, total=False):
    port: str
    output: Any
    error: RunStartBodyPinError


class _RunStartBodyPinErrorNeeded(TypedDict):
    code: str


class RunStartBodyPinError(_RunStartBodyPinErrorNeeded, total=False):
    message: str
    details: Any


RunRetryBody = TypedDict(
    "RunRetryBody",
    {
        "from": "str",
        # In place of the trigger's data.
        "data": "Any",
        "version": "int",
    },
    total=False,
)


class TemplateUseBody(TypedDict, total=False):
    # By the key of a field.
    values: Dict[str, Any]
    # Ids or names, by the key of a need.
    connections: Dict[str, str]
    # Publish at once: nothing may be missing then.
    publish: bool
    name: str


class KitUseBody(TypedDict, total=False):
    # By the key of a field.
    values: Dict[str, Any]
    # Ids or names, by the key of a need.
    connections: Dict[str, str]
    # Publish at once: nothing may be missing then.
    publish: bool


class _EventPublishBodyNeeded(TypedDict):
    name: str


class EventPublishBody(_EventPublishBodyNeeded, total=False):
    key: str | float | None
    data: Any
    # A second event with it is the first one again.
    id: str | float | None


class _RunSendEventBodyNeeded(TypedDict):
    name: str


class RunSendEventBody(_RunSendEventBodyNeeded, total=False):
    data: Any
    id: str | float | None


class _ApprovalDecideBodyNeeded(TypedDict):
    decision: Literal["approved", "rejected"]


class ApprovalDecideBody(_ApprovalDecideBodyNeeded, total=False):
    comment: str | None
    fields: Dict[str, Any]


class _TableCreateBodyNeeded(TypedDict):
    name: Any
    columns: List[TableCreateBodyColumn]


class TableCreateBody(_TableCreateBodyNeeded, total=False):
    description: str


class _TableCreateBodyColumnNeeded(TypedDict):
    name: str
    type: Literal["text", "number", "boolean", "date", "dateTime", "json", "choice"]


class TableCreateBodyColumn(_TableCreateBodyColumnNeeded, total=False):
    # Of a column that is there; without it the column is new.
    id: str
    required: bool
    unique: bool
    indexed: bool
    # What a new row has where it says nothing.
    default: Any
    # Of a `choice`.
    choices: List[str]


class TableUpdateBody(TypedDict, total=False):
    name: Any
    description: str
    columns: List[TableCreateBodyColumn]
    confirm: bool


class TableDeleteRowsBody(TypedDict):
    ids: List[str]


class _TablePutRowsBodyNeeded(TypedDict):
    values: List[Dict[str, Any]] | Dict[str, Any]


class TablePutRowsBody(_TablePutRowsBodyNeeded, total=False):
    key: str


class TableUpdateRowBody(TypedDict):
    values: Dict[str, Any]


class AiSetBudgetBody(TypedDict):
    # In a month; null: no limit.
    tokens: int | None
    # US dollars in a month; null: no limit.
    costUsd: float | None


class AiSetHelpBody(TypedDict):
    enabled: bool
    # Of a language model; null: the oldest, else the operator’s.
    connection: str | None
    # null: the connection’s own.
    model: str | None


class AiTestHelpBody(TypedDict):
    # Of a language model; null: the oldest, else the operator’s.
    connection: str | None
    # null: the connection’s own.
    model: str | None


class _AiDraftFlowBodyNeeded(TypedDict):
    words: str


class AiDraftFlowBody(_AiDraftFlowBodyNeeded, total=False):
    # Of a flow that shall be changed; a new one where it is left out.
    document: Dict[str, Any]
    # The flow that it is of: what it takes is booked there.
    flow: str


class _AiExplainFlowBodyNeeded(TypedDict):
    # A flow document.
    document: Dict[str, Any]


class AiExplainFlowBody(_AiExplainFlowBodyNeeded, total=False):
    # The flow that it is of: what it takes is booked there.
    flow: str


class _AiMendFlowBodyNeeded(TypedDict):
    # A flow document.
    document: Dict[str, Any]
    failed: AiMendFlowBodyFailed


class AiMendFlowBody(_AiMendFlowBodyNeeded, total=False):
    # The flow that it is of: what it takes is booked there.
    flow: str


class AiMendFlowBodyFailed(TypedDict):
    node: str
    code: str
    message: str


class _AiWriteExpressionBodyNeeded(TypedDict):
    words: str
    # A flow document.
    document: Dict[str, Any]
    # JSON pointer into the document.
    pointer: str


class AiWriteExpressionBody(_AiWriteExpressionBodyNeeded, total=False):
    # Values by name in place of the last real ones; the model sees their shapes and masked samples.
    values: Any
    # The flow that it is of: what it takes is booked there.
    flow: str


class NodeTypeTestBody(TypedDict, total=False):
    config: Any
    connection: str | None


class _WebhookEndpointCreateBodyNeeded(TypedDict):
    # https in production; no redirect is followed.
    url: str


class WebhookEndpointCreateBody(_WebhookEndpointCreateBodyNeeded, total=False):
    description: str
    # None: all of them.
    eventTypes: List[Literal["run.succeeded", "run.failed", "run.cancelled", "run.waiting", "approval.opened", "approval.decided", "flow.published", "message.received", "member.joined", "member.changed", "member.left", "connection.created", "connection.changed", "connection.deleted"]]
    # Of what belongs to a flow only these; none: all.
    flowIds: List[str]
    # A message waits until the one before it was taken or given up.
    inOrder: bool
    # Attempts a minute; null: as they come.
    ratePerMinute: int | None
    # Sent along, and shown.
    headers: Dict[str, str]
    # Sent along, and never shown.
    secretHeaders: Dict[str, str]
    signature: Literal["hmac", "ed25519"]


class WebhookEndpointUpdateBody(TypedDict, total=False):
    # https in production; no redirect is followed.
    url: str
    description: str
    # None: all of them.
    eventTypes: List[Literal["run.succeeded", "run.failed", "run.cancelled", "run.waiting", "approval.opened", "approval.decided", "flow.published", "message.received", "member.joined", "member.changed", "member.left", "connection.created", "connection.changed", "connection.deleted"]]
    # Of what belongs to a flow only these; none: all.
    flowIds: List[str]
    # A message waits until the one before it was taken or given up.
    inOrder: bool
    # Attempts a minute; null: as they come.
    ratePerMinute: int | None
    # Sent along, and shown.
    headers: Dict[str, str]
    # All of them; null keeps the value that is there.
    secretHeaders: Dict[str, str | None]


class WebhookEndpointEnableBody(TypedDict, total=False):
    # Also what failed, or came, since it began to fail or was disabled.
    replay: bool


_WebhookEndpointReplayFailedBodyNeeded = TypedDict(
    "_WebhookEndpointReplayFailedBodyNeeded",
    {
        "from": "str",
    },
    total=True,
)


class WebhookEndpointReplayFailedBody(_WebhookEndpointReplayFailedBodyNeeded, total=False):
    to: str | None


class WebhookEndpointSendBody(TypedDict):
    messageId: str


class WebhookEndpointTestBody(TypedDict):
    type: Literal["run.succeeded", "run.failed", "run.cancelled", "run.waiting", "approval.opened", "approval.decided", "flow.published", "message.received", "member.joined", "member.changed", "member.left", "connection.created", "connection.changed", "connection.deleted"]


class _AuditSetExportScheduleBodyNeeded(TypedDict):
    # Of any S3-compatible service: `https://s3.sa-east-1.amazonaws.com`; the bucket is put behind it.
    endpoint: str
    region: str
    bucket: str
    # Begins the names of objects, without a slash at the ends; may be empty.
    prefix: str
    # The id of the key.
    accessKey: str
    format: Literal["jsonl", "csv"]
    gzip: bool
    # Of the day, in the tenant’s zone.
    hour: int


class AuditSetExportScheduleBody(_AuditSetExportScheduleBodyNeeded, total=False):
    # Never shown again; left out: the one that is kept, for the same address and key.
    secretKey: str


class _ApiKeyCreateBodyNeeded(TypedDict):
    name: str


class ApiKeyCreateBody(_ApiKeyCreateBodyNeeded, total=False):
    # `*` is everything.
    scopes: List[Literal["flows:read", "flows:write", "runs:read", "runs:write", "events:read", "events:write", "approvals:read", "approvals:write", "connections:read", "connections:write", "connections:use", "data:read", "data:write", "keys:read", "keys:write", "tenant:read", "tenant:write", "members:read", "members:write", "security:read", "security:write", "audit:read", "webhooks:read", "webhooks:write", "billing:read", "billing:write", "*"]]
    expiresAt: str | None
    # Addresses and CIDR ranges that it may be used from; none: anywhere.
    allowedIps: List[str]
    # Calls a minute; null: the usual limit.
    perMinute: int | None


class ApiKeyUpdateBody(TypedDict, total=False):
    name: str
    # `*` is everything.
    scopes: List[Literal["flows:read", "flows:write", "runs:read", "runs:write", "events:read", "events:write", "approvals:read", "approvals:write", "connections:read", "connections:write", "connections:use", "data:read", "data:write", "keys:read", "keys:write", "tenant:read", "tenant:write", "members:read", "members:write", "security:read", "security:write", "audit:read", "webhooks:read", "webhooks:write", "billing:read", "billing:write", "*"]]
    expiresAt: str | None
    # Addresses and CIDR ranges that it may be used from; none: anywhere.
    allowedIps: List[str]
    # Calls a minute; null: the usual limit.
    perMinute: int | None
    # At most 72 hours ahead; null: bodies are not kept.
    keepBodiesUntil: str | None


class _GraphqlQueryBodyNeeded(TypedDict):
    query: str


class GraphqlQueryBody(_GraphqlQueryBodyNeeded, total=False):
    variables: Dict[str, Any] | None
    operationName: str | None


class CallReplayBody(TypedDict, total=False):
    write: bool
    sameKey: bool


class ApiKeyRotateBody(TypedDict, total=False):
    overlapHours: int


class MemberUpdateBody(TypedDict):
    role: str


class _RoleCreateBodyNeeded(TypedDict):
    name: str
    scopes: List[Literal["flows:read", "flows:write", "runs:read", "runs:write", "events:read", "events:write", "approvals:read", "approvals:write", "connections:read", "connections:write", "connections:use", "data:read", "data:write", "keys:read", "keys:write", "tenant:read", "tenant:write", "members:read", "members:write", "security:read", "security:write", "audit:read", "webhooks:read", "webhooks:write", "billing:read", "billing:write"]]


class RoleCreateBody(_RoleCreateBodyNeeded, total=False):
    description: str


class RoleUpdateBody(TypedDict, total=False):
    name: str
    description: str
    scopes: List[Literal["flows:read", "flows:write", "runs:read", "runs:write", "events:read", "events:write", "approvals:read", "approvals:write", "connections:read", "connections:write", "connections:use", "data:read", "data:write", "keys:read", "keys:write", "tenant:read", "tenant:write", "members:read", "members:write", "security:read", "security:write", "audit:read", "webhooks:read", "webhooks:write", "billing:read", "billing:write"]]


class InviteCreateBody(TypedDict):
    email: str
    role: str


class AccessPolicySetBody(TypedDict):
    # Addresses and CIDR ranges; none: from anywhere.
    ipAllow: List[str]
    passwordLength: int
    idleMinutes: int | None
    sessionHours: int | None
    requireTwoStep: bool


class DomainCreateBody(TypedDict):
    domain: str


class DomainUpdateBody(TypedDict):
    joinRole: Literal["editor", "operator", "viewer"] | None


class _SsoSetBodyOidcNeeded(TypedDict):
    kind: Literal["oidc"]
    # As the provider writes it; its discovery document is read below it.
    issuer: str
    clientId: str


class SsoSetBodyOidc(_SsoSetBodyOidcNeeded, total=False):
    # Kept, where it is left out and goes where it went.
    clientSecret: str


class _SsoSetBodySamlNeeded(TypedDict):
    kind: Literal["saml"]


class SsoSetBodySaml(_SsoSetBodySamlNeeded, total=False):
    # XML of the provider; in place of the other three.
    metadata: str
    entityId: str
    # HTTP-Redirect.
    entryPoint: str
    # PEM, or bare base64.
    certificates: List[str]


class _SsoUpdateBodyNeeded(TypedDict):
    enabled: bool
    required: bool


class SsoUpdateBody(_SsoUpdateBodyNeeded, total=False):
    # To switch on: of the set-up that was looked at; of another, 409.
    revision: int


class LicenceClaimLifetimeBody(TypedDict, total=False):
    key: str


class _LicenceCreateBodyNeeded(TypedDict):
    # What names the computer, the same each time; only its hash is kept.
    machine: str
    # As people call the computer.
    name: str


class LicenceCreateBody(_LicenceCreateBodyNeeded, total=False):
    app: Literal["desktop", "cli"]


class RetentionUpdateBody(TypedDict, total=False):
    days: RetentionUpdateBodyDays
    hold: bool


class RetentionUpdateBodyDays(TypedDict, total=False):
    runs: int | None
    traces: int | None
    events: int | None
    messages: int | None
    notifications: int | None
    aiCalls: int | None
    files: int | None


class _ImportCreateBodyNeeded(TypedDict):
    # Bytes of the archive.
    size: int


class ImportCreateBody(_ImportCreateBodyNeeded, total=False):
    # Of all its bytes; workers hold it against what came.
    sha256: str
    # Whether the people of the archive are invited by e-mail.
    invitePeople: bool


class _ConsentRecordBodyNeeded(TypedDict):
    channel: Literal["email", "telegram", "whatsapp", "phone", "sms"]
    contact: str
    purpose: str
    given: bool
    # The page, the conversation, the paper.
    source: str


class ConsentRecordBody(_ConsentRecordBodyNeeded, total=False):
    # Their words, or the text that they agreed to.
    evidence: str


class PersonFindBody(TypedDict):
    # A whole e-mail, a phone or the number of a chat (8 to 15 digits), or `cnv_…`.
    person: str


class PersonExportBody(TypedDict):
    # A whole e-mail, a phone or the number of a chat (8 to 15 digits), or `cnv_…`.
    person: str


class PersonEraseBody(TypedDict):
    # A whole e-mail, a phone or the number of a chat (8 to 15 digits), or `cnv_…`.
    person: str


class TenantRequestDeletionBody(TypedDict):
    # The name of the account, as it is.
    name: str


class _SubscriptionSetProfileBodyNeeded(TypedDict):
    legalName: str


class SubscriptionSetProfileBody(_SubscriptionSetProfileBodyNeeded, total=False):
    taxId: str | None
    email: str | None
    address: SubscriptionSetProfileBodyAddress | None


class _SubscriptionSetProfileBodyAddressNeeded(TypedDict):
    # CEP.
    zip: str
    street: str
    # `s/n` where there is none.
    number: str
    district: str
    city: str
    state: Literal["AC", "AL", "AP", "AM", "BA", "CE", "DF", "ES", "GO", "MA", "MT", "MS", "MG", "PA", "PB", "PR", "PE", "PI", "RJ", "RN", "RS", "RO", "RR", "SC", "SP", "SE", "TO"]


class SubscriptionSetProfileBodyAddress(_SubscriptionSetProfileBodyAddressNeeded, total=False):
    complement: str | None


class SubscriptionSetMarketplacesBody(TypedDict):
    chosen: List[Literal["tiktok_shop", "shopee", "amazon", "mercado_livre", "hotmart", "aliexpress"]]


class SubscriptionSetFrozenBody(TypedDict):
    keep: SubscriptionSetFrozenBodyKeep


class SubscriptionSetFrozenBodyKeep(TypedDict, total=False):
    flows: List[str]
    connections: List[str]
    users: List[str]


class _SubscriptionCreateBodyNeeded(TypedDict):
    # A plan, as `GET /subscription/plans` names it.
    planTier: str
    billingCycle: Literal["month", "year", "monthly", "yearly"]


class SubscriptionCreateBody(_SubscriptionCreateBodyNeeded, total=False):
    provider: Literal["stripe", "mercado_pago", "manual"]
    method: Literal["card", "pix"]
    coupon: str
    trial: bool
    addOns: List[SubscriptionCreateBodyAddOn]


class SubscriptionCreateBodyAddOn(TypedDict):
    key: str
    quantity: int


class SubscriptionTrialBody(TypedDict):
    # A plan, as `GET /subscription/plans` names it.
    planTier: str


class SubscriptionPreviewBody(TypedDict, total=False):
    # A plan, as `GET /subscription/plans` names it.
    planTier: str
    billingCycle: Literal["month", "year", "monthly", "yearly"]
    addOns: List[SubscriptionPreviewBodyAddOn]
    # What going on after a pause costs; nothing beside it.
    resume: Literal[True]


class SubscriptionPreviewBodyAddOn(TypedDict):
    key: str
    quantity: int


class SubscriptionChangeBody(TypedDict, total=False):
    # A plan, as `GET /subscription/plans` names it.
    planTier: str
    billingCycle: Literal["month", "year", "monthly", "yearly"]
    addOns: List[SubscriptionChangeBodyAddOn]
    preview: str
    keep: Dict[str, List[str]]


class SubscriptionChangeBodyAddOn(TypedDict):
    key: str
    quantity: int


class SubscriptionUpgradeBody(TypedDict):
    # A plan, as `GET /subscription/plans` names it.
    newPlanTier: str


class SubscriptionCancelBody(TypedDict, total=False):
    reason: str
    comment: str
    # The same as `comment`.
    note: str


class SubscriptionPauseBody(TypedDict, total=False):
    # To come: one that is over is 422.
    until: str


class SubscriptionResumeBody(TypedDict, total=False):
    preview: str


class SubscriptionProviderBody(TypedDict):
    provider: Literal["stripe", "mercado_pago", "manual"]


class TenantUpdateBody(TypedDict, total=False):
    name: str
    timezone: str
    locale: Literal["pt-BR", "en"]
    settings: Dict[str, Any]
    holidays: List[str]
    brand: TenantBrand
    segment: str | None
    onboardingStep: int
    # Whether the first steps are over.
    onboarded: bool
