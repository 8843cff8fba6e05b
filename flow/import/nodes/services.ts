import type { Mapping } from '../step.ts';

/** A mapping that stands only where the action it becomes is in the catalogue. */
export interface ServiceMapping extends Mapping {
  action: string;
}

export const SERVICES: Readonly<Record<string, ServiceMapping>> = {};
