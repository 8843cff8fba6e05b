import type { Text } from '../json.ts';

/** Thrown by whatever cannot be said in our language; what it stands in becomes a placeholder with this reason. */
export class WhyNot extends Error {
  readonly text: Text;

  constructor(pt: string, en: string) {
    super(en);
    this.text = { pt, en };
  }
}

export const cannot = (pt: string, en: string): never => {
  throw new WhyNot(pt, en);
};
