import { Button, Group, Paper, Stepper } from '@mantine/core';
import { useForm, type FormErrors } from '@mantine/form';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmButton } from '../../../components/confirm-button';
import { LeaveGuard } from '../../../components/leave-guard';
import { Page } from '../../../components/page';
import { ProblemAlert } from '../../../components/problem-alert';
import { useSession } from '../../access/api/get-session';
import { NeedsRight } from '../../access/components/needs-right';
import { useCreateProject } from '../api/create-project';
import { useLook } from '../api/inspect-data';
import { useUpload } from '../upload/use-upload';
import { BudgetStep } from './budget-step';
import { ClassesStep } from './classes-step';
import { DataStep } from './data-step';
import { DATA_FIELDS, flawsOf } from './flaws-of';
import { forgetDraft, keepDraft, keptDraft } from './kept-draft';
import { EMPTY_DRAFT, toRequest, type ProjectDraft } from './project-draft';
import { ReviewStep } from './review-step';
import { StepHeading } from './step-heading';

const STEPS = ['data', 'classes', 'budget', 'review'] as const;
const LAST = STEPS.length - 1;

/** From nothing to a project in four steps. */
export function NewProjectPage() {
  const { user } = useSession();
  const [beginnings, setBeginnings] = useState(0);
  const startOver = (): void => {
    forgetDraft(user);
    setBeginnings(beginnings + 1);
  };
  return (
    <NeedsRight right="manage">
      <Wizard key={beginnings} onStartOver={startOver} />
    </NeedsRight>
  );
}

function Wizard({ onStartOver }: { readonly onStartOver: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { user } = useSession();
  const [kept] = useState(() => keptDraft(user));
  const [step, setStep] = useState(kept.step);
  const create = useCreateProject();
  const upload = useUpload();
  const { look, isLooking } = useLook();
  const form = useForm<ProjectDraft>({
    initialValues: kept.draft,
    validate: (draft) =>
      Object.fromEntries(
        Object.entries(flawsOf(draft, STEPS[step]!)).map(([field, { says, line }]) => [
          field,
          t(says, { line }),
        ]),
      ),
  });
  const draft = form.values;
  useEffect(() => keepDraft(user, { draft, step }), [user, draft, step]);
  const isBegun = step > 0 || JSON.stringify(draft) !== JSON.stringify(EMPTY_DRAFT);
  const goToFlaw = (flaws: FormErrors): void => {
    const [first = ''] = Object.keys(flaws);
    form.getInputNode(first)?.focus();
  };
  const goOn = async (): Promise<void> => {
    if (step === 0 && (await look(draft))?.items === 0) {
      return form.setFieldError(DATA_FIELDS[draft.source], t('wizard.nothingFound'));
    }
    if (step < LAST) return setStep(step + 1);
    create.mutate(toRequest(draft), {
      onSuccess: ({ id }) => {
        forgetDraft(user);
        void navigate({ to: '/projects/$project', params: { project: id } });
      },
    });
  };
  return (
    <Page
      title={t('wizard.title')}
      text={t('wizard.text')}
      actions={
        isBegun && (
          <ConfirmButton question={t('wizard.startOverText')} onConfirm={onStartOver}>
            {t('wizard.startOver')}
          </ConfirmButton>
        )
      }
    >
      <LeaveGuard isNeeded={upload.status === 'sending'} text={t('wizard.leave')} />
      <form onSubmit={form.onSubmit(goOn, goToFlaw)} noValidate>
        <Stepper active={step} onStepClick={setStep} allowNextStepsSelect={false} mb="xl" size="sm">
          {STEPS.map((name) => (
            <Stepper.Step key={name} label={t(`wizard.step.${name}`)} />
          ))}
        </Stepper>
        <Paper className="surface" p={{ base: 'md', sm: 'xl' }} mb="lg">
          <StepHeading step={step} name={t(`wizard.step.${STEPS[step]!}`)} />
          {step === 0 && <DataStep form={form} upload={upload} />}
          {step === 1 && <ClassesStep form={form} upload={upload} />}
          {step === 2 && <BudgetStep form={form} />}
          {step === LAST && <ReviewStep draft={draft} />}
        </Paper>
        {step === LAST && <ProblemAlert error={create.error} />}
        <Group justify="space-between" mt="lg">
          <Button variant="default" disabled={step === 0} onClick={() => setStep(step - 1)}>
            {t('wizard.back')}
          </Button>
          <Button
            type="submit"
            loading={isLooking || create.isPending || upload.status === 'sending'}
          >
            {t(step === LAST ? 'wizard.create' : 'wizard.next')}
          </Button>
        </Group>
      </form>
    </Page>
  );
}
