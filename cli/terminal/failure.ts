/** How the process ends: scripts and CI go by these (docs/cli.md). */
export const EXIT = {
  ok: 0,
  /** Something else went wrong. */
  failed: 1,
  /** The command was not understood, or asks for what is not there. */
  usage: 2,
  /** Somebody changed it in between, or it stands in another state. */
  conflict: 3,
  /** A flow has problems, or files and environment differ where that was asked. */
  problems: 4,
  /** Not signed in, or not allowed. */
  refused: 5,
  /** The server could not be reached, or is busy. */
  unavailable: 6,
} as const;

export type Exit = (typeof EXIT)[keyof typeof EXIT];

/** What ends a command: told in the caller's language, with what to do about it. */
export class Failure extends Error {
  override name = 'Failure';
  readonly exit: Exit;
  readonly pt: string;
  readonly en: string;
  /** For `--json`. */
  readonly code: string;

  constructor(exit: Exit, code: string, pt: string, en: string, options?: ErrorOptions) {
    super(en, options);
    this.exit = exit;
    this.code = code;
    this.pt = pt;
    this.en = en;
  }
}

export const failure = (exit: keyof typeof EXIT, code: string, pt: string, en: string, cause?: unknown): Failure =>
  new Failure(EXIT[exit], code, pt, en, cause === undefined ? undefined : { cause });
