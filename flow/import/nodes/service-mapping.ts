import type { Mapping } from '../step.ts';

/** A mapping that stands only where the action that it becomes is in the catalogue. */
export interface ServiceMapping extends Mapping {
  action: string;
}

export type ServiceMappings = Readonly<Record<string, ServiceMapping>>;
