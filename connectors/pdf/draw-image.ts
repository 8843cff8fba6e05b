import { failure } from '#flow/errors.ts';
import type { ActionContext } from '../action.ts';
import { readFileValue } from '../read-file-value.ts';
import { isWholePng } from './check-png.ts';
import type { Block } from './config.ts';
import { bottom, left, MARGIN, room, type Sheet, width } from './sheet.ts';

const MAX_BYTES = 10 * 1024 * 1024;
const GAP = 8;

type Image = Extract<Block, { type: 'image' }>;

/** A PNG or JPEG in its proportions, at most as large as the page. Fails with `bad_value` on what is neither. */
export const drawImage = async (sheet: Sheet, block: Image, context: ActionContext): Promise<void> => {
  const bytes = Buffer.from(await readFileValue(block.file.file, context));
  if (bytes.length > MAX_BYTES)
    throw failure('too_large', 'A imagem passa de 10 MB.', 'The image is larger than 10 MB.');
  if (!isJpeg(bytes) && !isWholePng(bytes)) throw unreadable(block.file.name);
  const image = opened(sheet, bytes, block.file.name);
  const most = { width: Math.min(block.width ?? image.width, width(sheet)), height: bottom(sheet) - MARGIN };
  const scale = Math.min(most.width / image.width, most.height / image.height);
  const size = { width: image.width * scale, height: image.height * scale };
  room(sheet, size.height);
  const free = width(sheet) - size.width;
  const x = left(sheet) + { left: 0, center: free / 2, right: free }[block.align];
  const { y } = sheet;
  sheet.image(image as unknown as Buffer, x, y, size); // pdfkit takes what openImage gave; its types do not say so
  sheet.y = y + size.height + GAP;
};

const isJpeg = (bytes: Buffer): boolean => bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;

const opened = (sheet: Sheet, bytes: Buffer, name: string): { width: number; height: number } => {
  try {
    // Erasure: openImage is public in pdfkit, and absent from its types.
    const image = (sheet as unknown as { openImage(from: Buffer): { width: number; height: number } }).openImage(bytes);
    if (image.width > 0 && image.height > 0) return image;
  } catch {
    // A broken image is what the next line says.
  }
  throw unreadable(name);
};

const unreadable = (name: string) =>
  failure('bad_value', `"${name}" não é PNG nem JPEG que se leia.`, `"${name}" is no PNG or JPEG that can be read.`);
