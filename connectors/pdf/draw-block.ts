import { winAnsi } from '#flow/contracts/win-ansi.ts';
import type { ActionContext } from '../action.ts';
import type { Block } from './config.ts';
import { drawImage } from './draw-image.ts';
import { drawTable } from './draw-table.ts';
import { FAINT, FONT, INK, left, RULE, room, type Sheet, width } from './sheet.ts';

const HEADINGS = [20, 15, 12] as const;
const BODY = 10.5;
const GAP = 8;

/** Draws a block where the one before it ended. Fails where an image cannot be read. */
export const drawBlock = async (sheet: Sheet, block: Block, context: ActionContext): Promise<void> => {
  sheet.x = left(sheet);
  sheet.fillColor(INK);
  switch (block.type) {
    case 'heading':
      return heading(sheet, block);
    case 'paragraph':
      sheet.font(block.bold ? FONT.bold : FONT.plain).fontSize(block.size);
      sheet.text(winAnsi(block.text), { align: block.align, lineGap: 2, width: width(sheet) });
      sheet.y += GAP;
      return;
    case 'list':
      return list(sheet, block);
    case 'fields':
      return fields(sheet, block);
    case 'table':
      return drawTable(sheet, block, context);
    case 'image':
      return drawImage(sheet, block, context);
    case 'space':
      sheet.y += block.size;
      return;
    case 'line':
      return line(sheet);
    case 'pageBreak':
      sheet.addPage();
      return;
  }
};

type Of<T extends Block['type']> = Extract<Block, { type: T }>;

const heading = (sheet: Sheet, { text, level }: Of<'heading'>): void => {
  const size = HEADINGS[level - 1] ?? BODY;
  // A heading does not stand alone at a page's end.
  room(sheet, size * 3);
  if (sheet.y > sheet.page.margins.top) sheet.y += GAP / 2;
  sheet
    .font(FONT.bold)
    .fontSize(size)
    .text(winAnsi(text), { width: width(sheet) });
  sheet.y += GAP * 0.75;
};

const list = (sheet: Sheet, { items, ordered }: Of<'list'>): void => {
  sheet.font(FONT.plain).fontSize(BODY);
  const indent = ordered ? 24 : 14;
  for (const [i, item] of items.entries()) {
    const text = winAnsi(item);
    room(sheet, BODY * 1.5);
    const { y } = sheet;
    sheet.text(ordered ? `${i + 1}.` : '•', left(sheet), y, { lineBreak: false });
    sheet.text(text, left(sheet) + indent, y, { width: width(sheet) - indent, lineGap: 2 });
    sheet.y += 2;
  }
  sheet.x = left(sheet);
  sheet.y += GAP;
};

const fields = (sheet: Sheet, { values }: Of<'fields'>): void => {
  const labelWidth = width(sheet) * 0.3;
  for (const [name, value] of Object.entries(values)) {
    const text = winAnsi(value === null ? '—' : String(value));
    sheet.font(FONT.plain).fontSize(BODY);
    room(sheet, Math.min(sheet.heightOfString(text, { width: width(sheet) - labelWidth }), BODY * 4));
    const { y } = sheet;
    sheet.fillColor(FAINT).text(winAnsi(name), left(sheet), y, { width: labelWidth - 8 });
    const under = sheet.y;
    sheet.fillColor(INK).text(text, left(sheet) + labelWidth, y, { width: width(sheet) - labelWidth, lineGap: 1 });
    sheet.y = Math.max(sheet.y, under) + 2;
  }
  sheet.x = left(sheet);
  sheet.y += GAP;
};

const line = (sheet: Sheet): void => {
  room(sheet, GAP * 2);
  const y = sheet.y + GAP / 2;
  sheet
    .moveTo(left(sheet), y)
    .lineTo(left(sheet) + width(sheet), y)
    .lineWidth(0.75)
    .strokeColor(RULE)
    .stroke();
  sheet.y = y + GAP;
};
