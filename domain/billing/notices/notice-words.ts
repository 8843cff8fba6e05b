/**
 * What a notice says in one language, with `{{name}}` in the place of values. Of the lines of `subject` the first counts whose
 * values are all there; paragraphs of `body` (an empty line between them) and lines of `short` that lack one are left out.
 */
export interface NoticeWords {
  subject: string;
  body: string;
  /** Of the link at the end. */
  button: string;
  /** Inside the product. */
  short: string;
}
