import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { contextOf, type Stage, stagesOf } from './dockerfile.ts';
import { bareSystem } from './system.ts';

export interface Image {
  /** A folder that is its whole file system. */
  root: string;
  env: Record<string, string>;
  workdir: string;
  user: string;
  command: string[];
  health: string[];
}

interface Builder {
  checkout: string;
  work: string;
  node: string;
  say: (line: string) => void;
}

/** What `docker build` would make of deploy/Dockerfile, on a system with less in it than the image that it begins from. */
export function buildImage(builder: Builder): Image {
  const made = new Map<string, Image>();
  let last: Image | undefined;
  for (const [index, stage] of stagesOf(readFileSync(`${builder.checkout}/deploy/Dockerfile`, 'utf8')).entries()) {
    last = buildStage(builder, stage, path.join(builder.work, String(index)), made);
    if (stage.name) made.set(stage.name, last);
  }
  if (!last) throw new Error('the Dockerfile has no stage');
  return last;
}

function buildStage(builder: Builder, stage: Stage, root: string, made: Map<string, Image>): Image {
  bareSystem(root, builder.node);
  const image: Image = { root, env: { HOME: '/root' }, workdir: '/', user: 'root', command: [], health: [] };
  for (const { name, words } of stage.instructions) {
    builder.say(`  ${name} ${words.slice(0, 110)}`);
    if (name === 'COPY') copyIn(builder, image, words.split(/ +/), made);
    else if (name === 'RUN') runAs(image, words);
    else if (name === 'WORKDIR') {
      image.workdir = words;
      mkdirSync(path.join(root, words), { recursive: true });
    } else if (name === 'ENV')
      for (const [, key = '', value = ''] of words.matchAll(/(\w+)=(\S+)/g)) image.env[key] = value;
    else if (name === 'USER') image.user = words;
    else if (name === 'CMD') image.command = JSON.parse(words) as string[];
    else if (name === 'HEALTHCHECK') image.health = JSON.parse(words.replace(/^.*CMD /, '')) as string[];
    else if (!['EXPOSE', 'STOPSIGNAL'].includes(name)) throw new Error(`${name}: not known here`);
  }
  return image;
}

function copyIn({ checkout }: Builder, { root, workdir }: Image, words: string[], made: Map<string, Image>): void {
  const [from, source = ''] = words[0]?.startsWith('--from=') ? [words[0].slice(7), words[1]] : [undefined, words[0]];
  const into = path.join(root, workdir, words.at(-1) ?? '');
  if (from !== undefined) {
    const stage = made.get(from);
    if (!stage) throw new Error(`no stage ${from}`);
    execFileSync('cp', ['-a', `${path.join(stage.root, source)}/.`, into]);
    return;
  }
  const files =
    source === '.' ? contextOf(checkout, readFileSync(`${checkout}/.dockerignore`, 'utf8')) : words.slice(0, -1);
  for (const file of files) {
    mkdirSync(path.dirname(path.join(into, file)), { recursive: true });
    cpSync(path.join(checkout, file), path.join(into, file));
  }
}

/** In the image, while it is built: what `RUN` finds there of the builder's is none of the image's. */
const BUILDERS_HOME = 'run/builder';

/** How the world outside is reached: Docker hands it to a build unasked, too. */
function reaching(root: string): Record<string, string> {
  // oxlint-disable-next-line node/no-process-env -- settings of npm and of proxies, none of ours
  const { env } = process;
  const passed = Object.entries(env).flatMap(([name, value = '']) =>
    /^(npm_config_\w+|(https?|no)_proxy)$/i.test(name) ? [[name, value] as const] : [],
  );
  const settings = path.join(homedir(), '.npmrc');
  if (existsSync(settings)) copyFileSync(settings, path.join(root, BUILDERS_HOME, '.npmrc'));
  const { NODE_EXTRA_CA_CERTS: authorities } = env;
  if (!authorities) return Object.fromEntries(passed);
  copyFileSync(authorities, path.join(root, BUILDERS_HOME, 'authorities.pem'));
  return { ...Object.fromEntries(passed), NODE_EXTRA_CA_CERTS: `/${BUILDERS_HOME}/authorities.pem` };
}

/** As `RUN` does: by root, with the programs of this machine where the image would have those of Debian. */
function runAs({ root, env, workdir }: Image, command: string): void {
  const programs = readdirSync('/usr').filter((name) => /^(bin|sbin|lib\w*|share)$/.test(name));
  const cache = path.join(homedir(), '.npm');
  mkdirSync(cache, { recursive: true });
  for (const name of [...programs.map((one) => `usr/${one}`), `${BUILDERS_HOME}/.npm`])
    mkdirSync(path.join(root, name), { recursive: true });
  const home = `/${BUILDERS_HOME}`;
  const pairs = Object.entries({ ...reaching(root), npm_config_prefer_offline: 'true', ...env, HOME: home });
  const script = [
    'set -e',
    ...programs.map((name) => `mount --bind -o ro /usr/${name} "$1/usr/${name}"`),
    `mount --bind "${cache}" "$1/${BUILDERS_HOME}/.npm"`,
    'mount -t proc proc "$1/proc"',
    'mount --rbind /dev "$1/dev"',
    'mount -t tmpfs tmpfs "$1/tmp"',
    'exec chroot "$@"',
  ].join('\n');
  const search = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
  const inside = ['/usr/bin/env', '-i', search, ...pairs.map((one) => one.join('='))];
  execFileSync(
    'unshare',
    [
      ...['--mount', '--pid', '--fork', '--kill-child', 'sh', '-c', script, 'sh', root, ...inside],
      ...['/bin/sh', '-ec', `cd ${workdir}\n${command}`],
    ],
    { stdio: ['ignore', 'inherit', 'inherit'] },
  );
  rmSync(path.join(root, BUILDERS_HOME), { recursive: true });
}
