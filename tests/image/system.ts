import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';

/** As in Docker's official images of Node: the user that a Dockerfile means by `node`. */
export const NODE_USER = 1000;

/**
 * A system with less in it than the smallest image: Node, a shell and `setpriv` with the libraries that they are linked
 * against, two users, and the empty folders that others are mounted over.
 */
export function bareSystem(root: string, node: string): void {
  for (const folder of ['app', 'dev', 'etc', 'proc', 'sys', 'tmp', 'root', 'home/node', 'usr/local/bin', 'usr/bin'])
    mkdirSync(path.join(root, folder), { recursive: true });
  // `/bin` is `/usr/bin` on the systems of today, and programs are linked by the shorter name.
  for (const name of ['/bin', '/sbin', '/lib', '/lib64'])
    if (existsSync(name) && lstatSync(name).isSymbolicLink()) {
      mkdirSync(path.join(root, 'usr', path.basename(name)), { recursive: true });
      symlinkSync(readlinkSync(name), path.join(root, name));
    }
  copyFileSync(node, path.join(root, 'usr/local/bin/node'));
  for (const program of ['/bin/sh', '/usr/bin/setpriv']) copy(program, root);
  const libraries = [node, '/bin/sh', '/usr/bin/setpriv'].flatMap(librariesOf);
  for (const library of libraries) copy(library, root);
  // Parts of the C library that nothing is linked against until it is loaded: other threads' clocks, names of hosts.
  const beside = path.dirname(libraries.find((file) => file.includes('/libc.so')) ?? '');
  for (const name of ['librt.so.1', 'libutil.so.1', 'libresolv.so.2', 'libnss_files.so.2', 'libnss_dns.so.2'])
    copy(path.join(beside, name), root);
  const users = ['root:x:0:0:root:/root:/bin/sh', `node:x:${NODE_USER}:${NODE_USER}::/home/node:/bin/sh`];
  writeFileSync(path.join(root, 'etc/passwd'), `${users.join('\n')}\n`);
  writeFileSync(path.join(root, 'etc/group'), `root:x:0:\nnode:x:${NODE_USER}:\n`);
  for (const file of ['/etc/hosts', '/etc/resolv.conf']) cpSync(file, path.join(root, file), { dereference: true });
}

const librariesOf = (program: string): string[] =>
  [...execFileSync('ldd', [program], { encoding: 'utf8' }).matchAll(/(\/\S+) \(0x/g)].map(([, file = '']) => file);

function copy(file: string, root: string): void {
  mkdirSync(path.join(root, path.dirname(file)), { recursive: true });
  copyFileSync(file, path.join(root, file));
}
