import type { FlowDocument } from '#flow/document.ts';
import type { Json } from '#flow/json.ts';
import type { Problem } from '#flow/problem.ts';
import type { Category, FieldKind, Segment } from '#flow/template-lists.ts';
import type { Flow } from '../api-types.ts';

/** A template as the list has it, in the language of whoever asks. */
export interface TemplateSummary {
  id: string;
  title: string;
  summary: string;
  category: Category;
  segments: Segment[];
  connectors: string[];
  trigger: string;
  document: FlowDocument;
}

export interface Need {
  key: string;
  connector: string;
  purpose: string;
}

/** What an item of a list holds. */
export interface ItemPart {
  key: string;
  title: string;
  /** `days`: so many before (`-P3D`) or after a day. */
  kind: 'text' | 'longText' | 'days';
}

export interface SetupField {
  key: string;
  title: string;
  help: string;
  kind: FieldKind;
  example: Json;
  /** Of a list; none: its items are written as JSON. */
  parts: ItemPart[];
  /** What counts where nothing is said. */
  start: Json;
}

/** What has to be known before a template or kit works. */
export interface Asked {
  needs: Need[];
  setup: SetupField[];
}

export interface Template extends TemplateSummary, Asked {
  story: string[];
  tables: { name: string; description: string; columns: { name: string; type: string }[] }[];
  sample: { title: string; data: Json }[];
}

export interface Kit extends Asked {
  id: string;
  segment: Segment;
  title: string;
  summary: string;
  templates: { id: string; title: string; summary: string }[];
  tables: string[];
}

/** What whoever uses one says. */
export interface Said {
  values: Record<string, Json>;
  connections: Record<string, string>;
}

export interface MadeTable {
  id: string;
  name: string;
  how: 'created' | 'extended' | 'kept';
}

export interface UsedTemplate {
  flow: Flow;
  tables: MadeTable[];
  missingValues: string[];
  missingConnections: string[];
}

export interface UsedKit {
  flows: {
    template: string;
    flowId: string;
    name: string;
    publishedVersion: number | null;
    kept: boolean;
    missingValues: string[];
    missingConnections: string[];
  }[];
  tables: MadeTable[];
}

export interface DryRun {
  document: FlowDocument;
  problems: Problem[];
}
