import type { Project } from '@alaas/client';
import { Button, Group, NumberInput, Stack, Text, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LeaveGuard } from '../../../components/leave-guard';
import { ProblemAlert } from '../../../components/problem-alert';
import { errorCode } from '../../../lib/error-code';
import { formatNumber } from '../../../lib/format';
import { useChangeLabelling } from '../api/change-labelling';
import { ChangedMeanwhile } from './changed-meanwhile';
import { ClassGuides } from './class-guides';
import { Suggestions } from './suggestions';

/** What the server takes. */
const BOUNDS = {
  overlap: { min: 1, max: 20 },
  leaseSeconds: { min: 5, max: 86_400 },
  idleSeconds: { min: 5, max: 3_600 },
} as const;

/** The settings that can be changed later; a change of somebody else is shown, not overwritten. */
export function LabellingForm({ project }: { readonly project: Project }) {
  const { t, i18n } = useTranslation();
  const change = useChangeLabelling(project.id);
  // What was on the page when typing began: the project itself is looked at again and again.
  const [seen, setSeen] = useState(project.version);
  const form = useForm({
    initialValues: project.labelling,
    validate: Object.fromEntries(
      Object.entries(BOUNDS).map(([field, { min, max }]) => [
        field,
        (value: unknown) =>
          Number.isInteger(value) && Number(value) >= min && Number(value) <= max
            ? null
            : t('settings.numberRule', {
                low: formatNumber(min, i18n.language),
                high: formatNumber(max, i18n.language),
              }),
      ]),
    ),
  });
  const isReadOnly = project.status === 'archived';
  const take = ({ version, labelling }: Project): void => {
    setSeen(version);
    form.setValues(labelling);
    form.resetDirty(labelling);
  };
  const save = (version: number): void =>
    change.mutate({ labelling: form.getValues(), version }, { onSuccess: take });
  return (
    <form onSubmit={form.onSubmit(() => save(seen))} noValidate>
      <LeaveGuard isNeeded={form.isDirty()} text={t('settings.leave')} />
      <Stack maw={760}>
        <NumberInput
          label={t('wizard.overlap')}
          description={t('wizard.overlapText')}
          {...BOUNDS.overlap}
          allowDecimal={false}
          disabled={isReadOnly}
          {...form.getInputProps('overlap')}
        />
        <NumberInput
          label={t('settings.lease')}
          description={t('settings.leaseText')}
          {...BOUNDS.leaseSeconds}
          allowDecimal={false}
          disabled={isReadOnly}
          {...form.getInputProps('leaseSeconds')}
        />
        <NumberInput
          label={t('settings.idle')}
          description={t('settings.idleText')}
          {...BOUNDS.idleSeconds}
          allowDecimal={false}
          disabled={isReadOnly}
          {...form.getInputProps('idleSeconds')}
        />
        <Textarea
          label={t('wizard.guidelines')}
          description={t('wizard.guidelinesText')}
          autosize
          minRows={3}
          maxLength={20_000}
          disabled={isReadOnly}
          {...form.getInputProps('guidelines')}
        />
        <ClassGuides
          project={project}
          guides={form.values.classes}
          onChange={(classes) => form.setFieldValue('classes', classes)}
        />
        <Suggestions
          value={form.values.suggestions}
          isReadOnly={isReadOnly}
          onChange={(value) => form.setFieldValue('suggestions', value)}
        />
        {errorCode(change.error) === 'PROJECT_CHANGED' ? (
          <ChangedMeanwhile
            mine={form.getValues()}
            theirs={project}
            onTake={() => {
              take(project);
              change.reset();
            }}
            onKeep={() => save(project.version)}
          />
        ) : (
          <ProblemAlert error={change.error} />
        )}
        <Group>
          <Button type="submit" loading={change.isPending} disabled={isReadOnly || !form.isDirty()}>
            {t('settings.save')}
          </Button>
          <Text size="sm" c="dimmed" role="status">
            {change.isSuccess && !form.isDirty() && t('settings.saved')}
            {isReadOnly && t('settings.readOnly')}
          </Text>
        </Group>
      </Stack>
    </form>
  );
}
