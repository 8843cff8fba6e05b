export type { Bytes } from './call.ts';
export type { HookAnswer, HookCall } from './call-hook.ts';
export type * from './generated/all-types.ts';
export { VERSION } from './generated/known-codes.ts';
export type { ClientOptions, RequestOptions } from './options.ts';
export type { Pages } from './pages.ts';
export type { StreamEvent, StreamOptions } from './stream-events.ts';
export { Trama, type WaitOptions } from './trama.ts';
export {
  ConflictError,
  type ErrorCode,
  type Fault,
  ForbiddenError,
  InvalidError,
  NoAnswerError,
  NotFoundError,
  PaymentError,
  ServerError,
  StaleError,
  TooManyError,
  TramaError,
  UnauthorizedError,
} from './trama-error.ts';
export {
  type Licence,
  type LicenceCheck,
  type LicenceOptions,
  type LicenceState,
  machineHash,
  readLicence,
  type SeenInstant,
  verifyLicence,
} from './verify-licence.ts';
export { verifyWebhook, type WebhookHeaders, type WebhookMessage, type WebhookOptions } from './verify-webhook.ts';
