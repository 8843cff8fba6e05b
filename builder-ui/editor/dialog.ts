export type Dialog = 'publish' | 'json' | 'versions' | 'code' | 'import' | 'rename' | null;
