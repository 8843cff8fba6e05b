import { CLASSIFIERS } from './classifiers.ts';
import { FILES } from './files.ts';
import { MESSAGES } from './messages.ts';
import { MODELS } from './models.ts';
import type { ServiceMappings } from './service-mapping.ts';
import { TABLES } from './tables.ts';
import { TEXTS } from './texts.ts';

/** Services that we have actions for. */
export const SERVICES: ServiceMappings = { ...MESSAGES, ...MODELS, ...CLASSIFIERS, ...FILES, ...TABLES, ...TEXTS };
