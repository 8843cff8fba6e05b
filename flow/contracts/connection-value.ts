import type { JsonObject } from '../json.ts';

/** A connection as an action sees it: opened, its secret decrypted. It never leaves the worker. */
export interface ConnectionValue {
  id: string;
  connector: string;
  name: string;
  /** What is not secret: `{ auth: 'bearer' }`, `{ preset: 'stripe' }`. */
  config: JsonObject;
  secret: JsonObject;
  /** `host` or `host:port`; the secret goes to these and nowhere else. Empty: it is never sent. */
  hosts: string[];
}
