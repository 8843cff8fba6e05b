const ID = /^[a-z][A-Za-z0-9_]{0,63}$/;

export const isNodeId = (id: string): boolean => ID.test(id) && id !== 'trigger';

/** `Requisição HTTP` → `requisicaoHttp`: an id that reads well in `steps.<id>`. */
export const idFromTitle = (title: string): string => {
  const words = title
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .split(/[^A-Za-z0-9]+/)
    .filter(Boolean);
  const camel = words
    .map((word, i) => (i === 0 ? word.toLowerCase() : word.charAt(0).toUpperCase() + word.slice(1).toLowerCase()))
    .join('')
    .slice(0, 40);
  return isNodeId(camel) ? camel : 'passo';
};

/** The id, or the id with the first number from 2 that makes it free. */
export const freshId = (wanted: string, taken: ReadonlySet<string>): string => {
  if (!taken.has(wanted) && isNodeId(wanted)) return wanted;
  const stem = wanted.replace(/\d+$/, '') || 'passo';
  for (let n = 2; ; n++) {
    const id = `${stem}${n}`;
    if (!taken.has(id)) return id;
  }
};
