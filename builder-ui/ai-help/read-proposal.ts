import type { FlowDocument } from '#flow/document.ts';
import type { Json } from '#flow/json.ts';
import type { Catalogue } from '#flow/node-type.ts';
import { withPlaces } from '../canvas/with-places.ts';
import { asDrawable } from '../document/read-document.ts';

/** What a model wrote as a flow with a place for every node; null where it could not be drawn. */
export const readProposal = async (written: Json, catalogue: Catalogue): Promise<FlowDocument | null> => {
  const read = asDrawable(written);
  return 'document' in read ? withPlaces(read.document, catalogue) : null;
};
