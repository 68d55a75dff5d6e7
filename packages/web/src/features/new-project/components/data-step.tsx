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
import { useDataFinding } from '../api/inspect-data';
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
  const { source } = form.values;
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
      {source === 'server' && <ServerData form={form} />}
      {source === 'upload' && <UploadedData form={form} upload={upload} />}
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

function ServerData({ form }: { readonly form: UseFormReturnType<ProjectDraft> }) {
  const { t } = useTranslation();
  const [looked, setLooked] = useState('');
  const { data, task } = form.values;
  const { data: found } = useDataFinding(looked);
  const isEmpty = found?.items === 0 && looked === data.trim();
  return (
    <>
      <Group align="flex-end" gap="xs" wrap="nowrap">
        <TextInput
          flex={1}
          label={t('wizard.data')}
          description={t(task === 'image' ? 'wizard.dataOfImages' : 'wizard.dataOfTexts')}
          required
          {...form.getInputProps('data')}
          error={form.errors['data'] ?? (isEmpty && t('wizard.nothingFound'))}
        />
        <Button variant="default" onClick={() => setLooked(data.trim())}>
          {t('wizard.look')}
        </Button>
      </Group>
      {looked !== '' && <DataFinding data={looked} form={form} />}
    </>
  );
}

function UploadedData({
  form,
  upload,
}: {
  readonly form: UseFormReturnType<ProjectDraft>;
  readonly upload: UploadWork;
}) {
  const { t } = useTranslation();
  const { uploaded } = form.values;
  // What was sent before a reload is still there, although the page has no files of it any more.
  const isThere = uploaded !== '' && (upload.status === 'done' || upload.status === 'none');
  const { data: found } = useDataFinding(isThere ? uploaded : '');
  const error = form.errors['uploaded'] ?? (found?.items === 0 && t('wizard.nothingFound'));
  return (
    <>
      <UploadZone upload={upload} onDone={(data) => form.setFieldValue('uploaded', data)} />
      {error !== false && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {error}
        </Text>
      )}
      {isThere && <DataFinding data={uploaded} form={form} />}
    </>
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
