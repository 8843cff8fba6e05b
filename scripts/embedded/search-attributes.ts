/** Registered with the embedded Temporal at its start; a cluster's operator registers the same ones (docs/starting.md). */
export const SEARCH_ATTRIBUTES = {
  TramaTenant: 'Keyword',
  TramaFlow: 'Keyword',
  TramaRun: 'Keyword',
  TramaTest: 'Bool',
} as const;
