import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Fence, fencesOf } from '#tests/docs/fences.ts';
import { freeSettings, Product } from '#tests/running-product.ts';
// oxlint-disable-next-line no-restricted-imports -- the package is built as it is published
import { buildCli } from '../../../cli/build.mjs';
import { Shell } from './shell.ts';

// The pages are read in this order by somebody with one product and one terminal; what a page leaves behind the next finds.
const PAGES = ['README.md', 'docs/api.md', 'docs/cli.md', 'docs/operations.md'];

const home = mkdtempSync(path.join(tmpdir(), 'trama-reader-'));
let product: Product;
let shell: Shell;
let started = false;

beforeAll(async () => {
  product = new Product(path.join(home, '.trama'), await freeSettings());
  const bin = path.join(home, 'bin');
  const PATH = [bin, path.dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'].join(':');
  shell = new Shell(home, { PATH, HOME: home });
  // The reader stands in the checkout, whose package.json changes what `node -p` takes a script for.
  cpSync('package.json', path.join(home, 'package.json'));
  // As npm installs a program.
  await buildCli(path.join(bin, 'trama.mjs'));
  symlinkSync('trama.mjs', path.join(bin, 'trama'));
});

afterAll(async () => {
  shell.end();
  await product.stop();
  rmSync(home, { recursive: true, force: true });
});

/** What a page prints, with `…` for what is another each time. */
const printed = (text: string): unknown =>
  JSON.parse(text, (_, value: unknown) => (value === '…' ? expect.any(String) : value));

/** One block of a page, and the block of what it prints where there is one. */
interface Typed {
  block: Fence;
  prints: Fence | null;
}

const typedIn = (page: string): Typed[] => {
  const fences = fencesOf(readFileSync(page, 'utf8'));
  return fences.flatMap((block, i) => {
    if (block.language !== 'sh') return [];
    const next = fences[i + 1];
    return [{ block, prints: next?.words[0] === 'prints' ? next : null }];
  });
};

async function follow({ block: { text, words }, prints }: Typed): Promise<void> {
  const [how] = words;
  switch (how) {
    case 'start':
      if (started) await product.gone();
      started = true;
      await product.start();
      return;
    case 'stop':
      product.signal('SIGINT');
      await product.gone();
      return;
    case 'run': {
      const { code, out, err } = await shell.type(text);
      expect(code, `${text}\n${out}\n${err}`).toBe(0);
      if (prints) expect(JSON.parse(out)).toMatchObject(printed(prints.text) as object);
      return;
    }
    case 'form':
      expect((await shell.type(`bash -n <<'BLOCK'\n${text}\nBLOCK`)).err).toBe('');
      return;
    default:
      throw new Error(`a block of the page says neither start, stop, run nor form:\n${text}`);
  }
}

describe.each(PAGES)('%s', (page) => {
  const blocks = typedIn(page);

  test.each(blocks.map((one) => [one.block.line, one] as const))(
    'the block of line %i does what the page says',
    async (_, one) => {
      await follow(one);
    },
    150_000,
  );
});
