import type { TableSummary } from '../../sdks/typescript/src/generated/types.ts';
import type { Command } from '../command.ts';
import { turned } from '../document/references.ts';
import { revisionTag } from '../flows/there.ts';
import { needProject } from '../project/project-file.ts';
import { refuseKept, tellPulled } from '../project/pulled.ts';
import { readTables, type TableDocument, takeTables } from '../project/table-files.ts';
import { type Reached, reach } from '../reach.ts';
import { failure } from '../terminal/failure.ts';

const own = (names: Readonly<Record<string, string>> | undefined, name: string): string =>
  names && Object.hasOwn(names, name) ? (names[name] ?? name) : name;

const pull: Command = {
  name: 'tables pull',
  usage: '[table…]',
  summary: { pt: 'Trazer colunas de tabelas para arquivos', en: 'Bring the columns of tables into files' },
  options: { force: { type: 'boolean' } },
  help: { force: { pt: 'mesmo sobre arquivos que nenhum commit guarda', en: 'even over files that no commit holds' } },
  run: async (context) => {
    const { terminal, said } = context;
    const project = needProject(context.cwd);
    const reached = await reach(context);
    const names = turned(reached.environment.tables ?? {});
    const meant = new Set(said.words);
    const tables: TableDocument[] = [];
    for await (const { name, description, columns } of reached.api.tables.list({ limit: 100 })) {
      const table = { name: own(names, name), description, columns: columns.map(({ id: _id, ...column }) => column) };
      if (meant.delete(table.name) || said.words.length === 0) tables.push(table);
    }
    for (const name of meant)
      throw failure(
        'usage',
        'no_table',
        `${reached.name} não tem a tabela "${name}".`,
        `${reached.name} has no table "${name}".`,
      );
    const done = takeTables(project, tables, said.flag('force'));
    for (const { state, place } of done) tellPulled(terminal, state, place);
    terminal.json(done.map(({ table, state }) => ({ table, state })));
    refuseKept(done.map(({ state }) => state));
  },
};

/** What the table there lacks. @throws Failure where a column cannot become what the file says: its cells are the tenant's */
const lacking = ({ columns }: TableSummary, table: TableDocument, place: string): TableDocument['columns'] => {
  const held = new Map(columns.map((column) => [column.name, column]));
  return table.columns.filter((wanted) => {
    const column = held.get(wanted.name);
    const fits = column ? column.type === wanted.type && (column.unique || !wanted.unique) : !wanted.unique;
    if (fits) return column === undefined;
    throw failure(
      'conflict',
      'other_column',
      `${place}: a coluna "${wanted.name}" é outra no ambiente. Mude-a no produto, ou dê outro nome à tabela.`,
      `${place}: the column "${wanted.name}" is another in the environment. Change it in the product, or name the table otherwise.`,
    );
  });
};

const tablesThere = async ({ api }: Reached): Promise<Map<string, TableSummary>> => {
  const there = new Map<string, TableSummary>();
  for await (const table of api.tables.list({ limit: 100 })) there.set(table.name, table);
  return there;
};

const push: Command = {
  name: 'tables push',
  usage: '',
  summary: {
    pt: 'Criar num ambiente as tabelas e colunas que faltam',
    en: 'Make the tables and columns that an environment lacks',
  },
  options: { 'dry-run': { type: 'boolean' } },
  help: { 'dry-run': { pt: 'só mostra o que faria', en: 'only shows what it would do' } },
  run: async (context) => {
    const { terminal, said } = context;
    const files = readTables(needProject(context.cwd));
    const reached = await reach(context);
    const there = await tablesThere(reached);
    const plans = files.map(({ place, table }) => {
      const held = there.get(own(reached.environment.tables, table.name));
      return { place, table, held, added: held ? lacking(held, table, place) : [] };
    });
    const done = [];
    for (const { place, table, held, added } of plans) {
      const state = held === undefined ? 'created' : added.length > 0 ? 'extended' : 'kept';
      const named = { ...table, name: own(reached.environment.tables, table.name) };
      if (!said.flag('dry-run') && held === undefined) await reached.api.tables.create(named);
      // Rows that are there have nothing in a new column.
      const columns = [...(held?.columns ?? []), ...added.map((column) => ({ ...column, required: false }))];
      if (!said.flag('dry-run') && held && added.length > 0)
        await reached.api.tables.update(held.id, { columns }, { ifMatch: revisionTag(held.revision) });
      done.push({ table: named.name, state, columns: added.map(({ name }) => name) });
      const words = {
        created: terminal.say('criada', 'created'),
        extended: terminal.say('ganhou colunas', 'extended'),
        kept: terminal.say('igual', 'same'),
      };
      terminal.out(`${words[state].padEnd(14)} ${place} → ${reached.name}`);
    }
    terminal.json(done);
  },
};

export const tableCommands: readonly Command[] = [pull, push];
