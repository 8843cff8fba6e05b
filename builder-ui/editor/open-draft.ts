import type { FlowDocument } from '#flow/document.ts';
import type { Catalogue } from '#flow/node-type.ts';
import { api, type LoadedFlow } from '../api-client.ts';
import { isStatus } from '../api-error.ts';
import type { Flow } from '../api-types.ts';
import { withPlaces } from '../canvas/with-places.ts';
import { asDrawable } from '../document/read-document.ts';
import type { Saved } from './autosave.ts';
import { createDraftKeeper, type DraftKeeper } from './draft-keeper.ts';
import { claimDrafts } from './draft-window.ts';
import type { EditorStart } from './editor-store.ts';
import { type DraftOwner, keptDrafts } from './kept-draft.ts';
import { restoreDraft } from './restore-draft.ts';

/** Everything that an editor begins with. */
export interface OpenedDraft {
  flow: Flow;
  start: EditorStart;
  base: Saved;
  /** Null: this browser keeps nothing (a private window). */
  keeper: DraftKeeper | null;
}

/** Drawn by nobody yet, or wrong so that it cannot be: then its text is shown. */
export type Opening = { opened: OpenedDraft } | { broken: LoadedFlow };

/** What the API holds, with a place for every node. */
export const savedOf = async (document: FlowDocument, loaded: LoadedFlow, catalogue: Catalogue): Promise<Saved> => ({
  drawing: { document: await withPlaces(document, catalogue), board: loaded.flow.board },
  etag: loaded.etag,
});

/**
 * Loads a flow with what this browser keeps of it. Without a connection a flow that was open here before opens as it was left.
 * @throws `ApiError`
 */
export const openDraft = async (owner: DraftOwner, catalogue: Catalogue): Promise<Opening> => {
  const kept = await keptDrafts(owner)
    .then((all) => claimDrafts(owner.flow, all))
    .catch(() => null);
  const left = kept?.left ?? [];
  const keeperOf = (flow: Flow) =>
    kept && createDraftKeeper({ owner, window: kept.window, flow, replaces: kept.taken });
  let loaded: LoadedFlow;
  try {
    loaded = await api.flow(owner.flow);
  } catch (error) {
    // Of what windows left, what was heard of the API last stands for its answer.
    const [latest] = left.map((one) => one.base).toSorted((a, b) => b.at - a.at);
    if (latest && isStatus(error, 0)) {
      const { start, base } = restoreDraft(latest, left);
      return { opened: { flow: latest.flow, start, base, keeper: keeperOf(latest.flow) } };
    }
    kept?.window.release();
    throw error;
  }
  const draft = asDrawable(loaded.flow.draft);
  if ('fault' in draft) {
    kept?.window.release();
    return { broken: loaded };
  }
  const { start, base } = restoreDraft(await savedOf(draft.document, loaded, catalogue), left);
  return { opened: { flow: loaded.flow, start, base, keeper: keeperOf(loaded.flow) } };
};
