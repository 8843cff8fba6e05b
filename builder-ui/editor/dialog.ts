export type Dialog = 'publish' | 'run' | 'json' | 'versions' | 'import' | null;
