/** What was used last, newest first, kept in the browser; `key` says of what. */
const MOST = 8;

export const recentOf = (key: string): string[] => {
  try {
    const held: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(held) ? held.filter((one) => typeof one === 'string') : [];
  } catch {
    return [];
  }
};

export const keepRecent = (key: string, id: string): void => {
  try {
    localStorage.setItem(key, JSON.stringify([id, ...recentOf(key).filter((one) => one !== id)].slice(0, MOST)));
  } catch {
    // A browser that keeps nothing only forgets the order.
  }
};
