import { at, send } from '../api-client.ts';
import type { DryRun, Kit, Said, Template, TemplateSummary, UsedKit, UsedTemplate } from './gallery-types.ts';

const use = async <T>(path: string, body: object): Promise<T> => (await send<T>(path, { method: 'POST', body })).body;

/** Calls of the gallery, fetched with its pages. */
export const galleryApi = {
  templates: async () => (await send<{ data: TemplateSummary[] }>('/templates')).body.data,
  template: async (id: string) => (await send<Template>(`/templates/${at(id)}`)).body,
  kits: async () => (await send<{ data: Kit[] }>('/kits')).body.data,
  use: (id: string, said: Said & { publish: boolean }) => use<UsedTemplate>(`/templates/${at(id)}/use`, said),
  /** What would come of it; nothing is written. */
  dryRun: (id: string, said: Said) => use<DryRun>(`/templates/${at(id)}/use?dryRun=true`, said),
  useKit: (id: string, said: Said & { publish: boolean }) => use<UsedKit>(`/kits/${at(id)}/use`, said),
};
