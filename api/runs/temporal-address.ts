import type { ApiSettings } from '#api/deps.ts';

/** Where Temporal's own pages show a workflow; null: nobody told us where they are. */
export const temporalAddress = ({ temporalPages: pages }: ApiSettings, workflowId: string): string | null =>
  pages
    ? `${pages.url}/namespaces/${encodeURIComponent(pages.namespace)}/workflows/${encodeURIComponent(workflowId)}`
    : null;
