export type Dialog = 'publish' | 'run' | 'json' | 'versions' | 'code' | 'import' | 'rename' | null;
