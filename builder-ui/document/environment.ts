import { FlowTypes } from '#flow/check/flow-types.ts';
import { admissionNames, eventType } from '#flow/check/names.ts';
import type { FlowDocument } from '#flow/document.ts';
import type { Locale } from '#flow/json.ts';
import type { Catalogue } from '#flow/node-type.ts';
import { Paths } from '#flow/plan/paths.ts';
import { structureOf } from '#flow/plan/structure.ts';
import { readDocument } from '#flow/read-document.ts';
import { Report } from '#flow/report.ts';
import { envOf } from '#flow/types/env-of.ts';
import type { TypeEnv } from '#flow/types/type-env.ts';
import { TRIGGER_ID } from './connect.ts';

/** A place where an author writes. */
export interface Place {
  /** Nothing: the flow's own fields. */
  node: string | undefined;
  /** As problems name it: into the node, or into the document. */
  pointer: string;
}

/** What can be read at each place of a document, as the checker sees it. */
export const environmentsOf = (
  document: FlowDocument,
  catalogue: Catalogue,
  locale: Locale,
): ((place: Place) => TypeEnv) => {
  const read = readDocument(document, new Report(locale));
  if (!read) return () => envOf({});
  const structure = structureOf(read, catalogue, new Report(locale));
  const types = new FlowTypes(structure, new Paths(structure));
  return ({ node, pointer }) => {
    if (node === TRIGGER_ID) return envOf({ names: { ...admissionNames(structure), event: eventType } });
    if (node === undefined) {
      const before = /^\/(vars|settings)\//.test(pointer);
      return before ? envOf({ names: admissionNames(structure) }) : types.atEnd(null);
    }
    const found = structure.nodes.get(node);
    return found ? types.envAt(found, pointer.replace(/^\/config/, '')) : envOf({});
  };
};
