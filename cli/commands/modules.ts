import { inLocale } from '../../flow/json.ts';
import type { Command, Context } from '../command.ts';
import type { ModuleContent } from '../modules/module-content.ts';
import { loadModule } from '../modules/module-source.ts';
import { changedFiles, entryOf, leaveOut, planModule, takeIn } from '../modules/module-state.ts';
import { type ModuleEntry, needProject, type Project, writeProject } from '../project/project-file.ts';
import { failure } from '../terminal/failure.ts';

const keep = (project: Project, name: string, entry: ModuleEntry): void =>
  writeProject({ ...project, data: { ...project.data, modules: { ...project.data.modules, [name]: entry } } });

const tellToDo = ({ terminal }: Context, { toDo }: ModuleContent): void => {
  for (const { flow, kind, at, what } of toDo) {
    const how = kind === 'connection' ? terminal.say('conexão', 'connection') : terminal.say('preencha', 'fill in');
    terminal.note(`  flows/${flow}.flow.json  ${how} ${at} · ${inLocale(what, terminal.locale)}`);
  }
};

const refuseHeld = (held: readonly string[], force: boolean): void => {
  if (held.length === 0 || force) return;
  throw failure(
    'conflict',
    'held',
    `Nada foi escrito. Estes arquivos são seus, ou foram mudados aqui: ${held.join(', ')}. --force escreve por cima.`,
    `Nothing was written. These files are yours, or were changed here: ${held.join(', ')}. --force writes over them.`,
  );
};

const bring = async (context: Context, project: Project, source: string, name: string | null): Promise<void> => {
  const { terminal, said } = context;
  const content = await loadModule(context, project.root, source);
  if (name !== null && content.name !== name)
    throw failure(
      'conflict',
      'other_module',
      `A fonte agora é do módulo "${content.name}", e não de "${name}".`,
      `The source is of the module "${content.name}" now, and not of "${name}".`,
    );
  const before = name === null ? undefined : entryOf(project, name);
  if (name === null && Object.hasOwn(project.data.modules ?? {}, content.name))
    throw failure(
      'conflict',
      'there_already',
      `O módulo "${content.name}" já está no projeto: trama module update ${content.name}`,
      `The module "${content.name}" is in the project: trama module update ${content.name}`,
    );
  const plan = planModule(project, content, before);
  refuseHeld(plan.held, said.flag('force'));
  const entry = takeIn(project, content, plan, source);
  keep(project, content.name, entry);
  for (const place of [...plan.write, ...plan.held]) terminal.out(`+ ${place}`);
  for (const place of plan.remove) terminal.out(`- ${place}`);
  terminal.out(`${content.name} ${content.version} sha256:${entry.checksum.slice(0, 16)}`);
  if (before === undefined) tellToDo(context, content);
  terminal.json({
    name: content.name,
    ...entry,
    written: [...plan.write, ...plan.held],
    removed: plan.remove,
    toDo: content.toDo,
  });
};

const add: Command = {
  name: 'module add',
  usage: '<name|./folder|repository[#ref[:folder]]>',
  summary: {
    pt: 'Trazer um módulo para o projeto; nada dele é executado',
    en: 'Bring a module into the project; nothing of it is run',
  },
  options: { force: { type: 'boolean' } },
  help: { force: { pt: 'mesmo sobre arquivos que já existem', en: 'even over files that are there' } },
  run: (context) =>
    bring(context, needProject(context.cwd), context.said.word({ pt: 'um módulo', en: 'a module' }), null),
};

const update: Command = {
  name: 'module update',
  usage: '<module> [source]',
  summary: { pt: 'Trazer o que um módulo é agora', en: 'Bring what a module is now' },
  options: { force: { type: 'boolean' } },
  help: { force: { pt: 'mesmo sobre arquivos mudados aqui', en: 'even over files that were changed here' } },
  run: async (context) => {
    const [name, source, ...more] = context.said.words;
    if (name === undefined || more.length > 0) throw failure('usage', 'bad_usage', 'Diga um módulo.', 'Say a module.');
    const project = needProject(context.cwd);
    await bring(context, project, source ?? entryOf(project, name).source, name);
  },
};

const list: Command = {
  name: 'module list',
  usage: '',
  summary: {
    pt: 'Módulos do projeto, e o que mudou neles',
    en: 'Modules of the project, and what was changed of them',
  },
  run: async ({ cwd, terminal }) => {
    const project = needProject(cwd);
    const all = Object.entries(project.data.modules ?? {}).map(([name, entry]) => ({
      name,
      ...entry,
      changed: changedFiles(project, entry),
    }));
    for (const { name, version, source, checksum, changed } of all) {
      terminal.out(`${name} ${version} sha256:${checksum.slice(0, 16)} ${source}`);
      for (const place of changed) terminal.out(terminal.paint('yellow', `  ~ ${place}`));
    }
    terminal.json(all);
  },
};

const remove: Command = {
  name: 'module remove',
  usage: '<module>',
  summary: { pt: 'Tirar um módulo; o que foi mudado aqui fica', en: 'Take a module out; what was changed here stays' },
  run: async ({ cwd, terminal, said }) => {
    const project = needProject(cwd);
    const name = said.word({ pt: 'um módulo', en: 'a module' });
    const stays = leaveOut(project, entryOf(project, name));
    const { [name]: _gone, ...modules } = project.data.modules ?? {};
    const { modules: _before, ...data } = project.data;
    writeProject({ ...project, data: Object.keys(modules).length > 0 ? { ...data, modules } : data });
    for (const place of stays) terminal.out(terminal.say(`fica ${place}`, `stays ${place}`));
    terminal.json({ name, stays });
  },
};

export const moduleCommands: readonly Command[] = [add, list, update, remove];
