import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, chownSync, closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { endProcess, sleep } from '#scripts/embedded/processes.ts';
import type { Image } from './build.ts';
import { NODE_USER } from './system.ts';

/**
 * Whose `/data` is: a volume of Docker has the owner that the image gave to the folder; an emptyDir of Kubernetes is root's,
 * and open to the group of `fsGroup`.
 */
export type Volume = 'docker' | 'kubernetes';

/** What asks a disk for a change, or for a file that may be there to be changed. */
const CALLS = [
  'open,openat,creat,mkdir,mkdirat,mknodat,truncate,unlink,unlinkat,rename,renameat,renameat2',
  'link,linkat,symlink,symlinkat,chmod,fchmodat,chown,fchownat,utimensat',
].join(',');

/** One process of an image as deploy/ starts it: nobody in particular, without a right, on a disk that it cannot write. */
export class Container {
  readonly log: string;
  /** What the process sees as `/data`. */
  readonly data: string;
  readonly #refusals: string;
  readonly #child: ChildProcess;
  readonly #ended: Promise<number | NodeJS.Signals>;

  /** @param home a folder of this machine: `data` in it is what the process sees as `/data` */
  constructor(image: Image, home: string, volume: Volume, env: Record<string, string>, command = image.command) {
    this.log = path.join(home, 'log');
    this.#refusals = path.join(home, 'refusals');
    const data = path.join(home, 'data');
    this.data = data;
    mkdirSync(data, { recursive: true });
    if (volume === 'docker') chownSync(data, NODE_USER, NODE_USER);
    else chownSync(data, 0, NODE_USER);
    chmodSync(data, volume === 'docker' ? 0o755 : 0o2777);
    const out = openSync(this.log, 'a');
    const watched = ['-f', '--seccomp-bpf', '-Z', '-qq', '-s', '256', '-e', `trace=${CALLS}`, '-o', this.#refusals];
    const outside = ['unshare', '--mount', '--pid', '--ipc', '--fork', '--kill-child', 'sh', '-c', SCRIPT, 'sh'];
    const inside = Object.entries({ ...image.env, HOME: '/home/node', ...env }).map((pair) => pair.join('='));
    const user = String(NODE_USER);
    this.#child = spawn(
      'strace',
      [...watched, ...outside, image.root, data, image.workdir, user, ...inside, '--', ...command],
      { stdio: ['ignore', out, out] },
    );
    closeSync(out);
    this.#ended = new Promise((resolve, reject) =>
      this.#child.once('error', reject).once('exit', (code, signal) => resolve(code ?? signal ?? 0)),
    );
  }

  get said(): string {
    return readFileSync(this.log, 'utf8');
  }

  /** What it asked of the disk and did not get, once each. */
  get refused(): string[] {
    const lines = readFileSync(this.#refusals, 'utf8').matchAll(/^\d+ +(\w+)\((.*)\) += -1 (EROFS|EACCES|EPERM) /gm);
    return [...new Set([...lines].map(([, call = '', words = '', why = '']) => `${why} ${call} ${words}`))];
  }

  /** Of the first process inside, as the kernel has it: `Uid`, `CapEff`, `NoNewPrivs` … */
  rights(): Record<string, string> {
    const status = readFileSync(`/proc/${this.#first()}/status`, 'utf8');
    return Object.fromEntries([...status.matchAll(/^(\w+):\t(.*)$/gm)].map(([, name = '', is = '']) => [name, is]));
  }

  /** Ends as a container does: its first process is asked, and gets `graceMs`. @returns its code, and how long it took */
  async stop(graceMs: number): Promise<{ code: number | NodeJS.Signals; ms: number }> {
    const began = Date.now();
    if (this.#child.exitCode === null)
      await endProcess(this.#first(), [
        ['SIGTERM', graceMs],
        ['SIGKILL', 2_000],
      ]);
    return { code: await this.#ended, ms: Date.now() - began };
  }

  /** Until what is asked answers with 200; an error where the process ends before. */
  async answers(url: string, withinMs = 120_000): Promise<void> {
    let ended: number | string | undefined;
    void this.#ended.then((code) => {
      ended = code;
    });
    for (const end = Date.now() + withinMs; Date.now() < end; await sleep(100)) {
      if (ended !== undefined) throw new Error(`ended with ${ended}\n${this.said.slice(-3000)}`);
      if ((await fetch(url).catch(() => undefined))?.status === 200) return;
    }
    throw new Error(`${url} does not answer\n${this.said.slice(-3000)}`);
  }

  /** At once, where something else went wrong. */
  kill(): void {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    try {
      // With the first process of its own the namespace goes; without strace alone it would go on.
      process.kill(this.#first(), 'SIGKILL');
    } catch {
      this.#child.kill('SIGKILL');
    }
  }

  /** Waits for a process that ends by itself. */
  async ended(): Promise<number | NodeJS.Signals> {
    return await this.#ended;
  }

  /** strace, unshare, the first process: each has one child. */
  #first(): number {
    const childOf = (pid: number): number =>
      Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')[0]);
    return childOf(childOf(this.#child.pid ?? 0));
  }
}

/** As Docker mounts it: no file of `/tmp` can be run, and devices are those that hold nothing. */
const SCRIPT = `set -e
root=$1 data=$2 workdir=$3 user=$4
shift 4
mount --bind "$root" "$root"
mount -t tmpfs -o nosuid,nodev,noexec,mode=1777 tmpfs "$root/tmp"
mount --bind "$data" "$root/data"
mount -t proc proc "$root/proc"
mount -t sysfs -o ro sysfs "$root/sys"
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
for name in null zero full random urandom tty; do
  : > "$root/dev/$name"
  mount --bind "/dev/$name" "$root/dev/$name"
done
mkdir "$root/dev/shm"
mount -t tmpfs -o nosuid,nodev,noexec,mode=1777,size=64m tmpfs "$root/dev/shm"
mount -o remount,bind,ro "$root"
exec env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin chroot "$root" /bin/sh -ec '
  workdir=$1 user=$2
  shift 2
  while [ "$1" != -- ]; do export "$1"; shift; done
  shift
  cd "$workdir"
  exec setpriv --reuid "$user" --regid "$user" --groups "$user" \\
    --inh-caps=-all --bounding-set=-all --no-new-privs -- "$@"
' sh "$workdir" "$user" "$@"`;
