/** The document that is being drawn. */
export type Sheet = PDFKit.PDFDocument;

export const MARGIN = 56;
export const FONT = { plain: 'Helvetica', bold: 'Helvetica-Bold' } as const;
export const INK = '#1a1f26';
export const FAINT = '#5c6670';
export const RULE = '#c9d0d6';

export const left = (sheet: Sheet): number => sheet.page.margins.left;
export const width = (sheet: Sheet): number => sheet.page.width - sheet.page.margins.left - sheet.page.margins.right;
/** Where the last line of a page ends. */
export const bottom = (sheet: Sheet): number => sheet.page.height - sheet.page.margins.bottom;

/** Goes on to the next page where less than `points` are left on this one. */
export const room = (sheet: Sheet, points: number): void => {
  if (sheet.y + points > bottom(sheet)) sheet.addPage();
};
