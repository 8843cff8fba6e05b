/** A name that is dragged from the tree of data. */
const TYPE = 'application/x-trama-name';

interface Dragged {
  dataTransfer: DataTransfer | null;
}

/** Writes the name on what is dragged; other programs get it as text. */
export const dragData = ({ dataTransfer }: Dragged, path: string): void => {
  if (!dataTransfer) return;
  dataTransfer.effectAllowed = 'copy';
  dataTransfer.setData(TYPE, path);
  dataTransfer.setData('text/plain', `{{ ${path} }}`);
};

/** Whether a name is being dragged; what it is can only be read when it is let go. */
export const isData = ({ dataTransfer }: Dragged): boolean => dataTransfer?.types.includes(TYPE) ?? false;

/** The name that was let go; null: something else. */
export const dataOf = (event: Dragged): string | null => event.dataTransfer?.getData(TYPE) || null;
