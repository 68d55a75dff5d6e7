import type { Project, ProjectCreateInput } from '@alaas/client';
import { emptyGuide, saysSomething, type Guide } from '../../classes/components/guide-rows';

/** Where the data of a new project can come from. */
export const SOURCES = ['upload', 'server', 'urls'] as const;

/** In what a budget can be given. */
export const BUDGET_UNITS = ['labels', 'hours', 'money'] as const;

/** What the wizard asks for, as it is typed. */
export interface ProjectDraft {
  readonly name: string;
  readonly task: 'image' | 'text';
  readonly source: (typeof SOURCES)[number];
  /** Folder or manifest below a data root of the server. */
  readonly data: string;
  /** What the server names an upload by; empty before there is one. */
  readonly uploaded: string;
  /** One URL a line. */
  readonly urls: string;
  /** One class a line: a name, or `name: definition`. */
  readonly classes: string;
  /** Colours that were chosen, by class. */
  readonly colours: Readonly<Record<string, string>>;
  /** Names of items that show a class, by class. */
  readonly examples: Readonly<Record<string, readonly string[]>>;
  readonly guidelines: string;
  /** Whether people see what the model takes an item for, and of which share they do not. */
  readonly suggestions: Project['labelling']['suggestions'];
  readonly unit: (typeof BUDGET_UNITS)[number];
  /** In that unit. */
  readonly budget: number;
  /** Of one answer of one person. */
  readonly secondsPerLabel: number;
  /** Of one answer, in any currency; 0 for none. */
  readonly pricePerLabel: number;
  /** Percent; 0 for none. */
  readonly target: number;
  readonly overlap: number;
  readonly asksPerson: boolean;
  /** Folder or manifest of labelled items to measure on; empty for none. */
  readonly test: string;
  /** As `folders` or `column:label`. */
  readonly testLabels: string;
}

/** Before anything is typed. */
export const EMPTY_DRAFT: ProjectDraft = {
  name: '',
  task: 'image',
  source: 'upload',
  data: '',
  uploaded: '',
  urls: '',
  classes: '',
  colours: {},
  examples: {},
  guidelines: '',
  suggestions: { show: false, blindShare: 0.2 },
  unit: 'labels',
  budget: 500,
  secondsPerLabel: 10,
  pricePerLabel: 0,
  target: 0,
  overlap: 1,
  asksPerson: true,
  test: '',
  testLabels: 'folders',
};

const SECONDS_OF_AN_HOUR = 3_600;
const TABLE = /\.(csv|tsv|jsonl|ndjson|parquet)$/i;

/** Names of the classes, in order. */
export function classNames({ classes }: Pick<ProjectDraft, 'classes'>): readonly string[] {
  return lines(classes).map(nameOf);
}

/** What helps people to know each class, in order. */
export function guidesOf({ classes, colours, examples }: ProjectDraft): readonly Guide[] {
  const first = new Map(lines(classes).map((line) => [nameOf(line), line]));
  return [...first].map(([name, line]) => ({
    ...emptyGuide(name),
    definition: line.includes(':') ? line.slice(line.indexOf(':') + 1).trimStart() : '',
    ...(colours[name] !== undefined && { color: colours[name] }),
    examples: [...(examples[name] ?? [])],
  }));
}

/** The draft after something was changed of a class. */
export function withGuide(draft: ProjectDraft, { name, ...guide }: Guide): Partial<ProjectDraft> {
  const { definition, color, examples } = guide;
  const line = definition === '' ? name : `${name}: ${definition}`;
  return {
    classes: draft.classes
      .split('\n')
      .map((one) => (nameOf(one) === name ? line : one))
      .join('\n'),
    ...(color !== undefined && { colours: { ...draft.colours, [name]: color } }),
    examples: { ...draft.examples, [name]: examples },
  };
}

/** Items that the budget reaches for: each is labelled by as many people as are wanted. */
export function budgetLabels(draft: ProjectDraft): number {
  const { unit, budget, secondsPerLabel, pricePerLabel, overlap } = draft;
  switch (unit) {
    case 'labels':
      return Math.floor(budget);
    case 'hours':
      return Math.floor((budget * SECONDS_OF_AN_HOUR) / (secondsPerLabel * overlap));
    case 'money':
      return pricePerLabel > 0 ? Math.floor(budget / (pricePerLabel * overlap)) : 0;
  }
}

/** What so many labelled items cost, by default the whole budget: hours of work, and money. */
export function costOf(
  draft: ProjectDraft,
  labels = budgetLabels(draft),
): { readonly hours: number; readonly money: number } {
  const answers = labels * draft.overlap;
  return {
    hours: (answers * draft.secondsPerLabel) / SECONDS_OF_AN_HOUR,
    money: answers * draft.pricePerLabel,
  };
}

/** What is sent; the same keys make a file of YAML. */
export function toRequest(draft: ProjectDraft): ProjectCreateInput {
  const guidelines = draft.guidelines.trim();
  const guides = guidesOf(draft)
    .map((guide) => ({ ...guide, definition: guide.definition.trim() }))
    .filter(saysSomething);
  const test = draft.test.trim();
  return {
    config: {
      project: draft.name.trim(),
      task: draft.task,
      data: dataOf(draft),
      ...(test !== '' && {
        test: { [TABLE.test(test) ? 'manifest' : 'folder']: test, labels: draft.testLabels.trim() },
      }),
      classes: [...classNames(draft)],
      budget: budgetLabels(draft),
      agent: {
        approval: draft.asksPerson ? 'person' : 'automatic',
        ...(draft.target > 0 && { target: draft.target / 100 }),
        ...(draft.secondsPerLabel > 0 && {
          secondsPerLabel: draft.secondsPerLabel * draft.overlap,
        }),
        ...(draft.pricePerLabel > 0 && { pricePerLabel: draft.pricePerLabel * draft.overlap }),
      },
      labelling: {
        overlap: draft.overlap,
        ...(guidelines !== '' && { guidelines }),
        ...(guides.length > 0 && { classes: guides.map(written) }),
        ...(draft.suggestions.show && { suggestions: draft.suggestions }),
      },
    },
  };
}

/** What the project reads; undefined while that is not known. */
export function dataOf({
  source,
  data,
  uploaded,
  urls,
}: ProjectDraft): string | { readonly urls: readonly string[] } | undefined {
  if (source === 'urls') {
    const given = lines(urls);
    return given.length === 0 ? undefined : { urls: given };
  }
  const named = source === 'upload' ? uploaded : data.trim();
  return named === '' ? undefined : named;
}

/** Only what somebody chose. */
function written({ name, definition, color, examples }: Guide): Partial<Guide> {
  return {
    name,
    ...(definition !== '' && { definition }),
    ...(color !== undefined && { color }),
    ...(examples.length > 0 && { examples }),
  };
}

function nameOf(line: string): string {
  return line.split(':')[0]!.trim();
}

/** What stands in a text, line by line; empty lines count for nothing. */
export function lines(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
