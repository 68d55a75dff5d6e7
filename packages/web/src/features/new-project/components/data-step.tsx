import {
  Button,
  Group,
  SegmentedControl,
  Stack,
  Text,
  Textarea,
  TextInput,
  useMatches,
} from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { UploadWork } from '../upload/use-upload';
import { DataFinding } from './data-finding';
import { SOURCES, type ProjectDraft } from './project-draft';
import { UploadZone } from './upload-zone';

/** What is labelled, and where it comes from. */
export function DataStep({
  form,
  upload,
}: {
  readonly form: UseFormReturnType<ProjectDraft>;
  readonly upload: UploadWork;
}) {
  const { t } = useTranslation();
  const [looked, setLooked] = useState('');
  const { source, task, uploaded } = form.values;
  // What was sent before a reload is still there, although the page has no files of it any more.
  const hasUploaded = uploaded !== '' && (upload.status === 'done' || upload.status === 'none');
  return (
    <Stack maw={560}>
      <TextInput label={t('wizard.name')} required {...form.getInputProps('name')} />
      <Choice
        label={t('wizard.task')}
        data={[
          { value: 'image', label: t('wizard.images') },
          { value: 'text', label: t('wizard.texts') },
        ]}
        {...form.getInputProps('task')}
      />
      <Choice
        label={t('wizard.source')}
        data={SOURCES.map((value) => ({ value, label: t(`wizard.sourceOf.${value}`) }))}
        {...form.getInputProps('source')}
      />
      {source === 'server' && (
        <>
          <Group align="flex-end" gap="xs" wrap="nowrap">
            <TextInput
              flex={1}
              label={t('wizard.data')}
              description={t(task === 'image' ? 'wizard.dataOfImages' : 'wizard.dataOfTexts')}
              required
              {...form.getInputProps('data')}
            />
            <Button variant="default" onClick={() => setLooked(form.values.data.trim())}>
              {t('wizard.look')}
            </Button>
          </Group>
          {looked !== '' && <DataFinding data={looked} form={form} />}
        </>
      )}
      {source === 'upload' && (
        <>
          <UploadZone upload={upload} onDone={(data) => form.setFieldValue('uploaded', data)} />
          {form.errors['uploaded'] !== undefined && (
            <Text size="sm" c="var(--mantine-color-error)" role="alert">
              {form.errors['uploaded']}
            </Text>
          )}
          {hasUploaded && <DataFinding data={uploaded} form={form} />}
        </>
      )}
      {source === 'urls' && (
        <Textarea
          label={t('wizard.urls')}
          description={t('wizard.urlsText')}
          placeholder="https://"
          autosize
          minRows={4}
          maxRows={12}
          required
          {...form.getInputProps('urls')}
        />
      )}
    </Stack>
  );
}

function Choice({
  label,
  ...rest
}: {
  readonly label: string;
  readonly data: { readonly value: string; readonly label: string }[];
}) {
  // Three choices beside each other are wider than a phone.
  const orientation = useMatches({ base: 'vertical', xs: 'horizontal' } as const);
  return (
    <div role="group" aria-label={label}>
      <Text size="sm" fw={500} mb={4}>
        {label}
      </Text>
      <SegmentedControl aria-label={label} orientation={orientation} {...rest} />
    </div>
  );
}
