import { Button, Group, Paper, Stepper } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '../../../components/page';
import { ProblemAlert } from '../../../components/problem-alert';
import { useCreateProject } from '../api/create-project';
import { BudgetStep } from './budget-step';
import { ClassesStep } from './classes-step';
import { DataStep } from './data-step';
import { classNames, EMPTY_DRAFT, toRequest, type ProjectDraft } from './project-draft';
import { ReviewStep } from './review-step';

const STEPS = ['data', 'classes', 'budget', 'review'] as const;
const LAST = STEPS.length - 1;

/** From nothing to a project in four steps. */
export function NewProjectPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [step, setStep] = useState(0);
  const create = useCreateProject();
  const form = useForm<ProjectDraft>({
    initialValues: EMPTY_DRAFT,
    validate: (draft) => {
      const missing = t('wizard.needed');
      const names = classNames(draft);
      const areNamesGood = names.length >= 2 && new Set(names).size === names.length;
      return {
        ...(step === 0 && draft.name.trim() === '' && { name: missing }),
        ...(step === 0 && draft.data.trim() === '' && { data: missing }),
        ...(step === 1 && !areNamesGood && { classes: t('wizard.twoClasses') }),
        ...(step === 2 && !(draft.budget >= 1) && { budget: missing }),
      };
    },
  });
  const goOn = (draft: ProjectDraft): void => {
    if (step < LAST) return setStep(step + 1);
    create.mutate(toRequest(draft), {
      onSuccess: ({ id }) => void navigate({ to: '/projects/$project', params: { project: id } }),
    });
  };
  return (
    <Page title={t('wizard.title')} text={t('wizard.text')}>
      <form onSubmit={form.onSubmit(goOn)} noValidate>
        <Stepper active={step} onStepClick={setStep} allowNextStepsSelect={false} mb="xl" size="sm">
          {STEPS.map((name) => (
            <Stepper.Step key={name} label={t(`wizard.step.${name}`)} />
          ))}
        </Stepper>
        <Paper className="surface" p="xl" mb="lg">
          {step === 0 && <DataStep form={form} />}
          {step === 1 && <ClassesStep form={form} />}
          {step === 2 && <BudgetStep form={form} />}
          {step === LAST && <ReviewStep draft={form.values} />}
        </Paper>
        <ProblemAlert error={create.error} />
        <Group justify="space-between" mt="lg">
          <Button variant="default" disabled={step === 0} onClick={() => setStep(step - 1)}>
            {t('wizard.back')}
          </Button>
          <Button type="submit" loading={create.isPending}>
            {t(step === LAST ? 'wizard.create' : 'wizard.next')}
          </Button>
        </Group>
      </form>
    </Page>
  );
}
