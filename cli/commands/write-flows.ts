import type { Flow, FlowProblem } from '../../sdks/typescript/src/generated/types.ts';
import type { Command, Context } from '../command.ts';
import { hasErrors, sayProblems } from '../flows/say-problems.ts';
import { type Checked, checkAll, standingOf, whoDrew } from '../flows/sync.ts';
import { publishThere, writeThere } from '../flows/write-there.ts';
import { readFlowFile } from '../project/flow-files.ts';
import { needProject } from '../project/project-file.ts';
import { rememberRevision } from '../project/sync-state.ts';
import { type Reached, reach } from '../reach.ts';
import { failure } from '../terminal/failure.ts';
import { meantKeys } from './read-flows.ts';

const refusePromoteOnly = ({ name, environment }: Reached): void => {
  if (environment.promoteOnly !== true) return;
  throw failure(
    'refused',
    'promote_only',
    `Em ${name} só escreve: trama promote --to ${name}`,
    `${name} is written by this alone: trama promote --to ${name}`,
  );
};

const tellProblems = ({ terminal }: Context, { file, problems }: Checked): void =>
  sayProblems(terminal, file, problems);

export const saidProblems = (count: number): ReturnType<typeof failure> =>
  failure(
    'problems',
    'flow_has_problems',
    `${count} fluxo(s) com erros. Corrija-os e repita.`,
    `${count} flow(s) with errors. Mend them and repeat.`,
  );

const tellStrangers = async (
  context: Context,
  reached: Reached,
  strangers: readonly { there: Flow; key: string }[],
): Promise<void> => {
  const { terminal } = context;
  for (const { there, key } of strangers) {
    const [who, when] = [await whoDrew(reached, there), terminal.when(there.updatedAt)];
    terminal.note(
      terminal.say(
        `${key}: ${who} mudou o rascunho em ${reached.name} (${when}), e este projeto não conhece a mudança.`,
        `${key}: ${who} changed the draft in ${reached.name} (${when}), and this project does not know the change.`,
      ),
    );
  }
  throw failure(
    'conflict',
    'stale',
    'Nada foi enviado. Veja com: trama flows diff · traga com: trama flows pull · ou escreva por cima com --force.',
    'Nothing was pushed. Look with: trama flows diff · fetch with: trama flows pull · or write over it with --force.',
  );
};

const push: Command = {
  name: 'flows push',
  usage: '[flow…]',
  summary: { pt: 'Enviar arquivos como rascunhos de um ambiente', en: 'Send files as drafts of an environment' },
  options: { force: { type: 'boolean' }, 'with-problems': { type: 'boolean' } },
  help: {
    force: { pt: 'mesmo sobre o que outra pessoa mudou', en: 'even over what somebody else changed' },
    'with-problems': { pt: 'mesmo com erros: rascunhos podem tê-los', en: 'even with errors: drafts may have them' },
  },
  run: async (context) => {
    const { terminal, said } = context;
    const project = needProject(context.cwd);
    const files = meantKeys(context, project).map((key) => readFlowFile(project, key));
    const reached = await reach(context);
    refusePromoteOnly(reached);
    const checked = await checkAll(project, reached, files);
    for (const one of checked) tellProblems(context, one);
    const wrong = checked.filter(({ problems }) => hasErrors(problems)).length;
    if (wrong > 0 && !said.flag('with-problems')) throw saidProblems(wrong);
    const strangers = checked.flatMap(({ there, state, file }) =>
      there && state === 'strange' ? [{ there, key: file.key }] : [],
    );
    if (strangers.length > 0 && !said.flag('force')) await tellStrangers(context, reached, strangers);
    const done = [];
    for (const { file, there, state } of checked) {
      const written = state === 'same' && there ? there : await writeThere(reached, file.key, file.document, there);
      rememberRevision(project, reached.state, file.key, written.draftRevision);
      done.push({
        flow: file.key,
        state: state === 'strange' ? 'forced' : state,
        id: written.id,
        revision: written.draftRevision,
      });
      const words = { new: terminal.say('criado', 'created'), same: terminal.say('igual', 'same') };
      terminal.out(
        `${(state === 'new' || state === 'same' ? words[state] : terminal.say('enviado', 'pushed')).padEnd(8)} ${file.place} → ${reached.name}`,
      );
    }
    terminal.json(done);
  },
};

const publish: Command = {
  name: 'flows publish',
  usage: '[flow…]',
  summary: { pt: 'Publicar os rascunhos que são como os arquivos', en: 'Publish the drafts that are as the files' },
  options: { note: { type: 'string' }, 'open-runs': { type: 'string' } },
  help: {
    note: { pt: 'mostrada na lista de versões', en: 'shown in the list of versions' },
    'open-runs': {
      pt: 'keep, cancel ou restart: o que será das execuções abertas',
      en: 'keep, cancel or restart: what becomes of open runs',
    },
  },
  run: async (context) => {
    const { terminal, said } = context;
    const project = needProject(context.cwd);
    const openRuns = said.oneOf('open-runs', ['keep', 'cancel', 'restart'], 'keep');
    const files = meantKeys(context, project).map((key) => readFlowFile(project, key));
    const reached = await reach(context);
    refusePromoteOnly(reached);
    const standings = [];
    for (const file of files) standings.push(await standingOf(project, reached, file));
    const others = standings.filter(({ state }) => state !== 'same').map(({ file }) => file.key);
    if (others.length > 0)
      throw failure(
        'conflict',
        'not_pushed',
        `O rascunho em ${reached.name} não é o arquivo: ${others.join(', ')}. Antes: trama flows push`,
        `The draft in ${reached.name} is not the file: ${others.join(', ')}. First: trama flows push`,
      );
    const done = [];
    for (const { file, there } of standings) {
      if (there === null) continue;
      const answer = await publishThere(reached, there, { note: said.text('note'), openRuns });
      if ('problems' in answer) {
        sayProblems(terminal, file, answer.problems);
        throw saidProblems(1);
      }
      done.push({ flow: file.key, ...answer });
      const state = answer.published
        ? terminal.say('publicado', 'published')
        : terminal.say('já publicado', 'published before');
      terminal.out(`${state} ${file.key} v${answer.version} → ${reached.name}`);
    }
    terminal.json(done);
  },
};

const check: Command = {
  name: 'flows check',
  usage: '[flow…]',
  summary: {
    pt: 'Conferir arquivos contra um ambiente, sem escrever nada',
    en: 'Check files against an environment, writing nothing',
  },
  options: { strict: { type: 'boolean' } },
  help: { strict: { pt: 'avisos também contam', en: 'warnings count, too' } },
  run: async (context) => {
    const { terminal, said } = context;
    const project = needProject(context.cwd);
    const files = meantKeys(context, project).map((key) => readFlowFile(project, key));
    const checked = await checkAll(project, await reach(context), files);
    for (const one of checked) tellProblems(context, one);
    const bad = (problems: readonly FlowProblem[]) => (said.flag('strict') ? problems.length > 0 : hasErrors(problems));
    const wrong = checked.filter(({ problems }) => bad(problems)).length;
    terminal.json(checked.map(({ file, problems }) => ({ flow: file.key, problems })));
    if (wrong > 0) throw saidProblems(wrong);
    terminal.out(terminal.say(`${checked.length} fluxo(s) em ordem.`, `${checked.length} flow(s) in order.`));
  },
};

export const writeFlowsCommands: readonly Command[] = [push, publish, check];
