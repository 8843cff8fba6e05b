import type { FlowDocument } from '#flow/document.ts';

const ADDRESS = /\bhttps?:\/\/([^\s"'\\/{}?#]+)/gi;

const hostsIn = (document: FlowDocument): Set<string> =>
  new Set([...JSON.stringify(document).matchAll(ADDRESS)].map(([, host = '']) => host.toLowerCase()));

/** Hosts that a proposal speaks of and the flow did not: where data could go that never went there. */
export const newAddresses = (before: FlowDocument, after: FlowDocument): string[] => {
  const known = hostsIn(before);
  return [...hostsIn(after)].filter((host) => !known.has(host));
};
