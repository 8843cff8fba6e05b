/**
 * What begins, ends or steps out of a transaction, or changes the setting that says who the tenant is: `withTenant` alone
 * does that. (An update may well `set role = …` of a member: only the beginning of a statement counts.)
 */
const NOT_INSIDE =
  /(?:set_config|begin_as)\s*\(|^\s*(?:set|reset|discard|begin|start|commit|end|abort|rollback(?!\s+to)|prepare|deallocate|copy|listen|do|truncate)\b/i;

const MOST = 1_000;
const fine = new Set<string>();

/** Our statements are few, and each is looked at once. @throws Error */
export const refuseLeaving = (text: string): void => {
  if (fine.has(text)) return;
  if (NOT_INSIDE.test(text)) throw new Error(`A statement that only withTenant may make: ${text.trim().slice(0, 40)}`);
  if (fine.size < MOST) fine.add(text);
};
