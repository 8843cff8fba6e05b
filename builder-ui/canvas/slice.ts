import type { Position } from '#flow/document.ts';

const side = (a: Position, b: Position, c: Position): number => (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);

/** Whether two straight lines cross between their ends. */
const cross = (a: Position, b: Position, c: Position, d: Position): boolean =>
  side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;

/** Whether two lines of several pieces cross anywhere. */
export const linesCross = (one: readonly Position[], other: readonly Position[]): boolean =>
  one.some((a, n) => {
    const b = one[n + 1];
    return (
      b !== undefined &&
      other.some((c, m) => {
        const d = other[m + 1];
        return d !== undefined && cross(a, b, c, d);
      })
    );
  });

/** So far apart a drawn wire is looked at. */
const EVERY_PX = 12;

/** A drawn path as a line of short pieces, in its own coordinates. */
export const pointsOf = (path: SVGGeometryElement): Position[] => {
  const length = path.getTotalLength();
  const pieces = Math.max(1, Math.ceil(length / EVERY_PX));
  return Array.from({ length: pieces + 1 }, (_, n) => {
    const { x, y } = path.getPointAtLength((length * n) / pieces);
    return { x, y };
  });
};
