/** A file as flows see it: the bytes never enter a run. */
export interface FileValue {
  file: string;
  name: string;
  type: string;
  /** Bytes. */
  size: number;
  sha256: string;
}

/** Where bytes go that a value only refers to. */
export interface FileStore {
  put(tenantId: string, content: { bytes: Uint8Array; name: string; type: string }): Promise<FileValue>;
  /** Fails with `not_found` also for what another tenant owns. */
  read(tenantId: string, file: string): Promise<Uint8Array>;
}

/** What a link opens. */
export interface LinkedFile {
  tenantId: string;
  file: string;
  name: string;
  type: string;
  /** Epoch ms. */
  expiresAt: number;
  /** Whether a browser may show it in place of saving it. */
  show: boolean;
}

/** Makes addresses under which anybody may fetch a file until they expire. */
export interface FileLinks {
  link(about: LinkedFile): Promise<string>;
}
