import { budgetLabels, classNames, dataOf, type ProjectDraft } from './project-draft';

type Flaw = 'wizard.needed' | 'wizard.uploadNeeded' | 'wizard.twoClasses' | 'wizard.budgetNeeded';

const DATA_FIELDS = { upload: 'uploaded', server: 'data', urls: 'urls' } as const;

/** What is missing or wrong in a step, by field. */
export function flawsOf(
  draft: ProjectDraft,
  step: 'data' | 'classes' | 'budget' | 'review',
): Partial<Record<keyof ProjectDraft, Flaw>> {
  switch (step) {
    case 'data':
      return {
        ...(draft.name.trim() === '' && { name: 'wizard.needed' }),
        ...(dataOf(draft) === undefined && {
          [DATA_FIELDS[draft.source]]:
            draft.source === 'upload' ? 'wizard.uploadNeeded' : 'wizard.needed',
        }),
      };
    case 'classes': {
      const names = classNames(draft);
      const areGood = names.length >= 2 && new Set(names).size === names.length;
      return areGood ? {} : { classes: 'wizard.twoClasses' };
    }
    case 'budget':
      return {
        ...(!(budgetLabels(draft) >= 1) && { budget: 'wizard.budgetNeeded' }),
        ...(draft.test.trim() !== '' &&
          draft.testLabels.trim() === '' && { testLabels: 'wizard.needed' }),
      };
    case 'review':
      return {};
  }
}
