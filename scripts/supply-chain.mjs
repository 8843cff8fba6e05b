// Part of `npm test`: what we take in from others, by the lock (docs/security.md).
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './install.mjs';

/** Licences that ask for nothing that we do not do. */
const ALLOWED = new Set([
  ...['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'BlueOak-1.0.0', 'CC0-1.0', 'ISC', 'MIT', 'MIT-0'],
  ...['OFL-1.1', 'Python-2.0', 'Unlicense', 'WTFPL', 'Artistic-2.0'],
]);

/** Packages of other licences, or of none in their manifest, each with why it may stay. */
const LOOKED_AT = {
  'axe-core': 'MPL-2.0, unchanged, in tests alone',
  'caniuse-lite': 'CC-BY-4.0: data, used while building',
  elkjs: 'EPL-2.0, unchanged, a file of its own in a worker',
  lightningcss: 'MPL-2.0, unchanged, used while building',
  'png-js': 'MIT by its LICENSE file',
  'spdx-exceptions': 'CC-BY-3.0: data, in tests alone',
  unionfs: 'Unlicense by its LICENSE file',
  'web-push': 'MPL-2.0, unchanged',
  'xml-escape': 'MIT by its LICENSE file',
};

/** `(MIT OR CC0-1.0)`: one that is allowed will do. `Apache-2.0 AND MIT`: all have to be. */
const isAllowed = (licence) =>
  licence
    .replace(/[()]/g, '')
    .split(/ or /i)
    .some((choice) => choice.split(/ and /i).every((one) => ALLOWED.has(one.trim())));

const nameOf = (place) => place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
/** Builds of one package for a machine each: `lightningcss-linux-x64-gnu`. */
const familyOf = (name) => Object.keys(LOOKED_AT).find((known) => name === known || name.startsWith(`${known}-`));

function packageFaults() {
  const { packages } = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
  const faults = [];
  const used = new Set();
  for (const [place, { license, integrity, resolved, link }] of Object.entries(packages)) {
    if (place === '' || link) continue;
    const name = nameOf(place);
    if (!integrity) faults.push(`${name} has no checksum in the lock: what is installed could be anything`);
    if (/^(git|http:|file:)/.test(resolved ?? '')) faults.push(`${name} does not come from the registry: ${resolved}`);
    if (license && isAllowed(license)) continue;
    const family = familyOf(name);
    if (family) used.add(family);
    else
      faults.push(
        `${name} is under ${license ?? 'no licence that its manifest names'}: look at it, and say so in scripts/supply-chain.mjs`,
      );
  }
  for (const name of Object.keys(LOOKED_AT))
    if (!used.has(name)) faults.push(`${name} needs no exception any more: take it out of scripts/supply-chain.mjs`);
  return faults;
}

const faults = packageFaults();
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exitCode = 1;
