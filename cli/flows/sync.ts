import type { Json } from '../../flow/json.ts';
import type { Flow, FlowProblem } from '../../sdks/typescript/src/generated/types.ts';
import { textOf } from '../document/canonical.ts';
import { type FlowFile, placeOf } from '../project/flow-files.ts';
import { gitKnows } from '../project/git.ts';
import type { Project } from '../project/project-file.ts';
import { seenRevision } from '../project/sync-state.ts';
import type { Reached } from '../reach.ts';
import { asFile, flowThere, isBegun, problemsThere } from './there.ts';

/** How a flow's file and its draft in an environment stand to each other. */
export interface Standing {
  file: FlowFile;
  there: Flow | null;
  /** The draft there, as it would stand in the file; null where there is none. */
  draft: Json;
  state: 'new' | 'same' | 'known' | 'strange';
}

/** Whether the draft that stands is one that this folder, or git, has seen (decision 795). */
export const standingOf = async (project: Project, reached: Reached, file: FlowFile): Promise<Standing> => {
  const there = await flowThere(reached, file.key);
  if (there === null) return { file, there, draft: null, state: 'new' };
  const draft = await asFile(reached, there.draft as Json);
  const text = textOf(draft);
  if (text === textOf(file.document)) return { file, there, draft, state: 'same' };
  const seen = seenRevision(project, reached.state, file.key) === there.draftRevision;
  const known =
    seen || isBegun(reached, file.key, draft, file.document) || gitKnows(project.root, placeOf(file.key), text);
  return { file, there, draft, state: known ? 'known' : 'strange' };
};

/** Who drew last there, in words; what the key may not read is told by its id. */
export const whoDrew = async ({ api }: Reached, { draftBy }: Flow): Promise<string> => {
  const [kind, id] = (draftBy ?? '').split(':');
  if (!id) return draftBy ?? '?';
  try {
    if (kind === 'user')
      for await (const one of api.members.list({ limit: 100 })) if (one.id === id) return one.name || one.email;
    if (kind === 'key') return (await api.apiKeys.get(id)).name;
  } catch {
    // It has not the right to know: the id has to do.
  }
  return draftBy ?? '?';
};

export interface Checked extends Standing {
  problems: FlowProblem[];
}

/** Standing and problems of each file, none of them written. */
export const checkAll = async (project: Project, reached: Reached, files: readonly FlowFile[]): Promise<Checked[]> => {
  const checked: Checked[] = [];
  for (const file of files) {
    const standing = await standingOf(project, reached, file);
    checked.push({ ...standing, problems: await problemsThere(reached, file.document, standing.there) });
  }
  return checked;
};
