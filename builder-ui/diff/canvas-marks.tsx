/** A mark on a node or edge of a canvas: its declarations, and those of what is drawn above it. */
export interface CanvasMark {
  id: string;
  /** Of a node: `node`; of an edge: `edge`. */
  kind: 'node' | 'edge';
  style: string;
  /** CSS of a badge on its corner, with `content`. */
  badge?: string;
}

const rules = (scope: string, { id, kind, style, badge }: CanvasMark): string => {
  const at = `.${scope} .react-flow__${kind}[data-id=${JSON.stringify(id)}]`;
  if (kind === 'edge') return `${at} path{${style}}`;
  const cards = `${at} > :is(.node,.container)`;
  return `${cards}{${style}}${badge ? `${at}::after{${badge}}` : ''}`;
};

/**
 * Marks by a sheet of styles: a node that is marked is not drawn anew, however often marks change. Ids come from
 * documents, so what could end a rule or the element is escaped.
 */
export const CanvasMarks = ({ scope, marks }: { scope: string; marks: readonly CanvasMark[] }) => (
  <style>{marks.map((mark) => rules(scope, { ...mark, id: escaped(mark.id) })).join('\n')}</style>
);

const escaped = (id: string): string => id.replaceAll(/[^\w>. -]/g, '');
