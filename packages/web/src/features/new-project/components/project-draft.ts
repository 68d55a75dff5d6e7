import type { ProjectCreateInput } from '@alaas/client';

/** What the wizard asks for, as it is typed. */
export interface ProjectDraft {
  readonly name: string;
  readonly task: 'image' | 'text';
  /** Folder or manifest below a data root of the server. */
  readonly data: string;
  /** One class a line: a name, or `name: definition`. */
  readonly classes: string;
  readonly guidelines: string;
  readonly budget: number;
  /** Percent; 0 for none. */
  readonly target: number;
  readonly overlap: number;
  readonly asksPerson: boolean;
}

/** Before anything is typed. */
export const EMPTY_DRAFT: ProjectDraft = {
  name: '',
  task: 'image',
  data: '',
  classes: '',
  guidelines: '',
  budget: 500,
  target: 0,
  overlap: 1,
  asksPerson: true,
};

/** Names of the classes, in order. */
export function classNames({ classes }: Pick<ProjectDraft, 'classes'>): readonly string[] {
  return lines(classes).map((line) => line.split(':')[0]!.trim());
}

/** What is sent: definitions of classes become part of what annotators should know. */
export function toRequest(draft: ProjectDraft): ProjectCreateInput {
  const definitions = lines(draft.classes).filter((line) => line.includes(':'));
  const guidelines = [draft.guidelines.trim(), ...definitions].filter((part) => part !== '');
  return {
    config: {
      project: draft.name.trim(),
      task: draft.task,
      data: draft.data.trim(),
      classes: [...classNames(draft)],
      budget: draft.budget,
      agent: {
        approval: draft.asksPerson ? 'person' : 'automatic',
        ...(draft.target > 0 && { target: draft.target / 100 }),
      },
    },
    labelling: { overlap: draft.overlap, guidelines: guidelines.join('\n') },
  };
}

function lines(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
