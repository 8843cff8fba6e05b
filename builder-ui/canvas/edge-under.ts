/** The edge that is drawn at a place of the screen, by its key; cards that lie over it do not hide it. */
export const edgeUnder = (x: number, y: number): string | undefined => {
  for (const element of document.elementsFromPoint(x, y)) {
    const edge = element.closest<HTMLElement>('.react-flow__edge');
    if (edge?.dataset.id) return edge.dataset.id;
  }
  return undefined;
};
