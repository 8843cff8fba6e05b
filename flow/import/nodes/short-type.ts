/** `n8n-nodes-base.set`, `@n8n/n8n-nodes-langchain.openAi` → `set`, `openAi`. */
export const shortType = (type: string): string => type.split('.').at(-1) ?? type;
