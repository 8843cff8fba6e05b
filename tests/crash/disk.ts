import { execFileSync } from 'node:child_process';
import { mkdirSync, statfsSync } from 'node:fs';

const ROOMY = '6g';

/** A disk of its own for the servers' files, in memory, which can be made full. Needs the right to mount. */
export class SmallDisk {
  readonly folder: string;
  readonly #unmount = () => this.close();

  private constructor(folder: string) {
    this.folder = folder;
    process.once('exit', this.#unmount);
  }

  /** Null where this machine lets us mount nothing. */
  static mount(folder: string): SmallDisk | null {
    mkdirSync(folder, { recursive: true });
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${ROOMY},mode=755`, 'tmpfs', folder], { stdio: 'ignore' });
      return new SmallDisk(folder);
    } catch {
      return null;
    }
  }

  /** Leaves so many bytes free: the disk shrinks around what lies on it. */
  fill(freeBytes: number): void {
    const { bsize, blocks, bavail } = statfsSync(this.folder);
    this.#resize(String((blocks - bavail) * bsize + freeBytes));
  }

  empty(): void {
    this.#resize(ROOMY);
  }

  close(): void {
    process.off('exit', this.#unmount);
    try {
      execFileSync('umount', ['-l', this.folder], { stdio: 'ignore' });
    } catch {
      // It is gone already.
    }
  }

  #resize(size: string): void {
    execFileSync('mount', ['-o', `remount,size=${size}`, this.folder]);
  }
}
