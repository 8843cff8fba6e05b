import { MESSAGES } from './messages.ts';
import { MODELS } from './models.ts';
import type { ServiceMappings } from './service-mapping.ts';

/** Services that we have actions for. */
export const SERVICES: ServiceMappings = { ...MESSAGES, ...MODELS };
