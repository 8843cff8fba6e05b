/** What spreadsheets take for the beginning of a formula, full-width signs too (OWASP, CSV injection). */
const FORMULA = /^'*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;
const PLAIN_NUMBER = /^[+-]?\d+([.,]\d+)?$/;

/** A text that no spreadsheet runs: with an apostrophe before it, where it would. */
export const disarmed = (text: string): string => (FORMULA.test(text) && !PLAIN_NUMBER.test(text) ? `'${text}` : text);

/** The text that `disarmed` made harmless. */
export const rearmed = (text: string): string => (text.startsWith("'") && FORMULA.test(text) ? text.slice(1) : text);
