/** One line of what was measured. */
export interface Figure {
  what: string;
  is: string;
  /** As wanted. */
  ok: boolean;
  /** What it is made of, where it is not as wanted. */
  more?: string[];
}
