import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { diffDocuments } from '../../flow/diff-documents.ts';
import type { Json } from '../../flow/json.ts';
import type { Command, Context } from '../command.ts';
import { textOf } from '../document/canonical.ts';
import { sayDiff } from '../flows/say-diff.ts';
import { standingOf } from '../flows/sync.ts';
import { asFile, flowThere, keyOfSlug, slugThere } from '../flows/there.ts';
import { flowKeys, placeOf, readFlowFile, writeFlowFile } from '../project/flow-files.ts';
import { needProject, type Project } from '../project/project-file.ts';
import { type Pulled, pulledState, refuseKept, tellPulled } from '../project/pulled.ts';
import { rememberRevision } from '../project/sync-state.ts';
import { type Reached, reach } from '../reach.ts';
import { EXIT, Failure, failure } from '../terminal/failure.ts';

/** The flows that are meant: those that are named, else all of the project. */
export const meantKeys = ({ said }: Context, project: Project): string[] => {
  const keys = said.words.length > 0 ? [...new Set(said.words)] : flowKeys(project);
  if (keys.length > 0) return keys;
  throw failure(
    'usage',
    'no_flows',
    'O projeto não tem fluxos. Traga-os com: trama flows pull',
    'The project has no flows. Fetch them with: trama flows pull',
  );
};

const list: Command = {
  name: 'flows list',
  usage: '',
  summary: { pt: 'Fluxos de um ambiente', en: 'Flows of an environment' },
  run: async (context) => {
    const { terminal } = context;
    const reached = await reach(context);
    const flows = [];
    for await (const flow of reached.api.flows.list({ limit: 100 }))
      flows.push({ key: keyOfSlug(reached, flow.slug), ...flow });
    for (const { key, name, publishedVersion, unpublishedChanges } of flows) {
      const version = publishedVersion === null ? terminal.say('rascunho', 'draft') : `v${publishedVersion}`;
      const changed = publishedVersion !== null && unpublishedChanges ? terminal.say(' + rascunho', ' + draft') : '';
      terminal.out(`${key.padEnd(40)} ${(version + changed).padEnd(14)} ${name}`);
    }
    terminal.json(flows);
  },
};

const keysThere = async (reached: Reached, words: readonly string[]): Promise<string[]> => {
  if (words.length > 0) return [...new Set(words)];
  const keys: string[] = [];
  for await (const { slug } of reached.api.flows.list({ limit: 100 })) keys.push(keyOfSlug(reached, slug));
  return keys.toSorted();
};

const pull: Command = {
  name: 'flows pull',
  usage: '[flow…]',
  summary: { pt: 'Trazer rascunhos de um ambiente para arquivos', en: 'Bring drafts of an environment into files' },
  options: { published: { type: 'boolean' }, force: { type: 'boolean' } },
  help: {
    published: { pt: 'a versão publicada em vez do rascunho', en: 'the published version in place of the draft' },
    force: { pt: 'mesmo sobre arquivos que nenhum commit guarda', en: 'even over files that no commit holds' },
  },
  run: async (context) => {
    const { terminal, said } = context;
    const project = needProject(context.cwd);
    const reached = await reach(context);
    const done: { flow: string; state: Pulled }[] = [];
    for (const key of await keysThere(reached, said.words)) {
      const flow = await flowThere(reached, key);
      if (flow === null)
        throw failure(
          'usage',
          'no_flow',
          `${reached.name} não tem o fluxo "${slugThere(reached, key)}".`,
          `${reached.name} has no flow "${slugThere(reached, key)}".`,
        );
      const published = said.flag('published') && flow.publishedVersion !== null;
      const document = published
        ? (await reached.api.flows.getVersion(flow.id, flow.publishedVersion ?? 0)).definition
        : flow.draft;
      const fresh = await asFile(reached, document as Json);
      const state = pulledState(project, placeOf(key), textOf(fresh), said.flag('force'));
      if (state === 'written') writeFlowFile(project, key, fresh);
      if (state !== 'kept' && !published) rememberRevision(project, reached.state, key, flow.draftRevision);
      done.push({ flow: key, state });
      tellPulled(terminal, state, placeOf(key));
    }
    terminal.json(done);
    refuseKept(done.map(({ state }) => state));
  },
};

const against = async (context: Context, project: Project, reached: Reached, key: string) => {
  const file = readFlowFile(project, key);
  const { there, draft } = await standingOf(project, reached, file);
  if (!context.said.flag('published')) return { file, from: draft, there };
  const version = there?.publishedVersion ?? null;
  if (there === null || version === null) return { file, from: null, there: null };
  const { definition } = await reached.api.flows.getVersion(there.id, version);
  return { file, from: await asFile(reached, definition as Json), there };
};

const diff: Command = {
  name: 'flows diff',
  usage: '[flow…]',
  summary: { pt: 'O que um push mudaria num ambiente', en: 'What a push would change in an environment' },
  options: { published: { type: 'boolean' }, 'exit-code': { type: 'boolean' } },
  help: {
    published: {
      pt: 'contra a versão publicada em vez do rascunho',
      en: 'against the published version in place of the draft',
    },
    'exit-code': { pt: 'termina com 4 onde algo difere', en: 'ends with 4 where anything differs' },
  },
  run: async (context) => {
    const { terminal } = context;
    const project = needProject(context.cwd);
    const reached = await reach(context);
    const found = [];
    for (const key of meantKeys(context, project)) {
      const { file, from, there } = await against(context, project, reached, key);
      if (there !== null && textOf(from) === textOf(file.document)) continue;
      found.push({ flow: key, new: there === null, ...diffDocuments(from ?? {}, file.document) });
      terminal.out(
        terminal.paint(
          'bold',
          `${file.place}${there === null ? terminal.say(` (novo em ${reached.name})`, ` (new in ${reached.name})`) : ''}`,
        ),
      );
      sayDiff(terminal, from ?? {}, file.document);
    }
    if (found.length === 0) terminal.out(terminal.say('Nada difere.', 'Nothing differs.'));
    terminal.json(found);
    if (found.length > 0 && context.said.flag('exit-code')) throw new Failure(EXIT.problems, 'differs', '', '');
  },
};

const format: Command = {
  name: 'flows format',
  usage: '[flow…]',
  summary: { pt: 'Escrever arquivos na forma que o pull escreve', en: 'Write files in the form that pull writes' },
  options: { check: { type: 'boolean' } },
  help: {
    check: { pt: 'não escreve; termina com 4 onde escreveria', en: 'writes nothing; ends with 4 where it would' },
  },
  run: async (context) => {
    const { terminal, said } = context;
    const project = needProject(context.cwd);
    const files = meantKeys(context, project).map((key) => readFlowFile(project, key));
    const changed = files.filter(({ text, document }) => text !== textOf(document));
    for (const { key, place, document } of changed) {
      if (!said.flag('check')) writeFileSync(path.join(project.root, placeOf(key)), textOf(document));
      terminal.out(place);
    }
    terminal.json(changed.map(({ key }) => key));
    if (changed.length > 0 && said.flag('check'))
      throw failure(
        'problems',
        'not_canonical',
        'Escreva-os de novo com: trama flows format',
        'Write them anew with: trama flows format',
      );
  },
};

export const readFlowsCommands: readonly Command[] = [list, pull, diff, format];
