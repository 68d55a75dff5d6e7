import { budgetLabels, classNames, dataOf, lines, type ProjectDraft } from './project-draft';

/** The server takes no larger budget. */
const MOST_LABELS = 10_000_000;

/** What is wrong, and the line of it where there are many. */
export interface Flaw {
  readonly says:
    | 'wizard.needed'
    | 'wizard.uploadNeeded'
    | 'wizard.urlWrong'
    | 'wizard.twoClasses'
    | 'wizard.budgetNeeded'
    | 'wizard.budgetTooLarge'
    | 'wizard.priceNeeded';
  readonly line?: string;
}

type Flaws = Partial<Record<keyof ProjectDraft, Flaw>>;

/** The field that says where the data are. */
export const DATA_FIELDS = { upload: 'uploaded', server: 'data', urls: 'urls' } as const;

/** What is missing or wrong in a step, by field. */
export function flawsOf(
  draft: ProjectDraft,
  step: 'data' | 'classes' | 'budget' | 'review',
): Flaws {
  switch (step) {
    case 'data':
      return {
        ...(draft.name.trim() === '' && { name: { says: 'wizard.needed' } }),
        ...dataFlaws(draft),
      };
    case 'classes': {
      const names = classNames(draft);
      const areGood = names.length >= 2 && new Set(names).size === names.length;
      return areGood ? {} : { classes: { says: 'wizard.twoClasses' } };
    }
    case 'budget':
      return {
        ...budgetFlaws(draft),
        ...(draft.test.trim() !== '' &&
          draft.testLabels.trim() === '' && { testLabels: { says: 'wizard.needed' } }),
      };
    case 'review':
      return {};
  }
}

function dataFlaws(draft: ProjectDraft): Flaws {
  const { source, urls } = draft;
  if (dataOf(draft) === undefined) {
    const says = source === 'upload' ? 'wizard.uploadNeeded' : 'wizard.needed';
    return { [DATA_FIELDS[source]]: { says } };
  }
  const wrong = source === 'urls' ? lines(urls).find((line) => !isWebAddress(line)) : undefined;
  return wrong === undefined ? {} : { urls: { says: 'wizard.urlWrong', line: wrong } };
}

function isWebAddress(line: string): boolean {
  return /^https?:\/\//i.test(line) && URL.canParse(line);
}

function budgetFlaws(draft: ProjectDraft): Flaws {
  if (draft.unit === 'money' && !(draft.pricePerLabel > 0)) {
    return { pricePerLabel: { says: 'wizard.priceNeeded' } };
  }
  const count = budgetLabels(draft);
  if (!(count >= 1)) return { budget: { says: 'wizard.budgetNeeded' } };
  return count > MOST_LABELS ? { budget: { says: 'wizard.budgetTooLarge' } } : {};
}
