export type Dialog = 'publish' | 'run' | 'json' | null;
