import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';

export interface Printed {
  code: number;
  out: string;
  err: string;
}

/** A terminal that a reader types the blocks of a page into: variables live from one to the next. */
export class Shell {
  readonly #bash: ChildProcessWithoutNullStreams;
  #out = '';
  #err = '';
  /** A block did not end: what is typed after it would only wait behind it. */
  #stuck = false;
  #heard: () => void = () => undefined;

  /** Nothing of this process's own settings reaches it. */
  constructor(folder: string, env: Record<string, string>) {
    this.#bash = spawn('bash', ['--noprofile', '--norc'], { cwd: folder, env });
    this.#bash.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.#out += text;
      this.#heard();
    });
    this.#bash.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#err += text;
    });
  }

  /** Types a block, and waits until it is done. */
  async type(block: string, withinMs = 60_000): Promise<Printed> {
    if (this.#stuck) throw new Error('a block before this one never ended');
    this.#out = '';
    this.#err = '';
    const mark = `done-${randomBytes(8).toString('hex')}`;
    const end = new RegExp(`${mark} (\\d+)\\n`);
    const done = new Promise<number>((resolve, reject) => {
      const late = setTimeout(() => {
        this.#stuck = true;
        reject(new Error(`not done within ${withinMs} ms:\n${block}\n${this.#err}`));
      }, withinMs);
      this.#heard = () => {
        const found = end.exec(this.#out);
        if (!found) return;
        clearTimeout(late);
        resolve(Number(found[1]));
      };
    });
    this.#bash.stdin.write(`${block}\nprintf '%s %s\\n' ${mark} $?\n`);
    const code = await done;
    return { code, out: this.#out.slice(0, this.#out.search(end)), err: this.#err };
  }

  end(): void {
    this.#bash.kill('SIGKILL');
  }
}
