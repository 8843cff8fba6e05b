/** Where a node type is dragged from the palette: the type's name under this kind of data. */
export const DRAG_TYPE = 'application/x-trama-node-type';
