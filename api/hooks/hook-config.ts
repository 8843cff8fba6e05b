import type { Json } from '#flow/json.ts';
import type { Plan } from '#flow/plan/plan.ts';

/** A webhook trigger's config, with what it leaves out. */
export interface HookConfig {
  method: string;
  auth: { type: 'none' | 'header' | 'basic' | 'hmac'; connection: string | null };
  respond: 'immediately' | 'atEnd';
  /** ISO 8601. */
  timeout: string;
}

const text = (value: Json | undefined): string | null => (typeof value === 'string' ? value : null);
const AUTH_TYPES = ['none', 'header', 'basic', 'hmac'] as const;

/** The compiler checked it; a plan of an older release may lack what came later. */
export function hookConfig({ trigger: { config } }: Plan): HookConfig {
  const { auth = 'none' } = config;
  const given = typeof auth === 'object' && auth !== null && !Array.isArray(auth) ? auth : { type: auth };
  const type = AUTH_TYPES.find((one) => one === given.type);
  return {
    method: text(config.method) ?? 'POST',
    // What cannot be read must not open the door: `header` without a connection refuses every call.
    auth: { type: type ?? 'header', connection: text(given.connection) },
    respond: config.respond === 'atEnd' ? 'atEnd' : 'immediately',
    timeout: text(config.timeout) ?? 'PT30S',
  };
}
