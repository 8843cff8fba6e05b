import type { Query } from '#prisma/sql.ts';

interface CatalogueNames {
  tiers: readonly string[];
  addOns: readonly string[];
}

/** Of these names those that the catalogue does not have at all: what is sold no more, or not yet, is in it. */
export const unknownNames = async (sql: Query, { tiers, addOns }: CatalogueNames): Promise<CatalogueNames> => {
  const [row] = await sql<{ tiers: string[]; add_ons: string[] }>`
    select array(select unnest(${[...tiers]}::text[]) except select tier from plans) as tiers,
      array(select unnest(${[...addOns]}::text[]) except select key from add_ons) as add_ons`;
  return { tiers: row?.tiers ?? [], addOns: row?.add_ons ?? [] };
};
