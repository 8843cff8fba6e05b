/** `n8n-nodes-base.set`, `@n8n/n8n-nodes-langchain.openAi` → `set`, `openAi`. */
/** Read from another system into the same shape: the type keeps its name there, behind the system's. */
const FOREIGN = /^(node-red|activepieces)\.(.*)$/s;

/** By which a mapping is found: the short type of n8n, or the whole one of another system. */
export const kindOf = (type: string): string => (FOREIGN.test(type) ? type : shortType(type));

/** The type as it stands where it came from. */
export const givenType = (type: string): string => FOREIGN.exec(type)?.[2] ?? type;

/** Key of a document under which what came from there is kept. */
export const originalKey = (type: string): string => `x-${FOREIGN.exec(type)?.[1] ?? 'n8n'}`;

export const shortType = (type: string): string => type.split('.').at(-1) ?? type;
