import { winAnsi } from '#flow/contracts/win-ansi.ts';
import type { PdfConfig } from './config.ts';
import { FAINT, FONT, left, MARGIN, type Sheet, width } from './sheet.ts';

const SIZE = 8.5;

/** Writes top and foot of each page, now that their number is known, and gives that number. */
export const drawFrames = (sheet: Sheet, { header, footer, pageNumbers }: PdfConfig): number => {
  const { start, count } = sheet.bufferedPageRange();
  for (let i = 0; i < count; i++) {
    sheet.switchToPage(start + i);
    // What stands in the margin must not make a page of its own.
    sheet.page.margins.bottom = 0;
    sheet.font(FONT.plain).fontSize(SIZE).fillColor(FAINT);
    const foot = sheet.page.height - MARGIN / 2 - SIZE;
    if (header !== undefined) oneLine(sheet, header, MARGIN / 2, 'left');
    if (footer !== undefined) oneLine(sheet, footer, foot, 'left');
    if (pageNumbers) oneLine(sheet, `${i + 1} / ${count}`, foot, 'right');
  }
  return count;
};

const oneLine = (sheet: Sheet, text: string, y: number, align: 'left' | 'right'): void => {
  const line = winAnsi(text.replace(/\s+/g, ' '));
  sheet.text(line, left(sheet), y, { width: width(sheet), height: SIZE * 1.2, align, ellipsis: true });
};
