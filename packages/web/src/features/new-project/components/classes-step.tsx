import { Stack, Text, Textarea } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { ChooseExamples } from '../../classes/components/choose-examples';
import { GuideRows, type Guide } from '../../classes/components/guide-rows';
import { Suggestions } from '../../settings/components/suggestions';
import type { UploadWork } from '../upload/use-upload';
import { imagesOf } from './files-preview';
import { LocalExamples } from './local-examples';
import { guidesOf, withGuide, type ProjectDraft } from './project-draft';

/** Rows beyond this are no help: colours and definitions are then given as YAML or later. */
const MOST_ROWS = 60;

/** The classes with their definitions, colours and examples, and what annotators should know. */
export function ClassesStep({
  form,
  upload,
}: {
  readonly form: UseFormReturnType<ProjectDraft>;
  readonly upload: UploadWork;
}) {
  const { t } = useTranslation();
  const guides = guidesOf(form.values);
  const images = form.values.source === 'upload' ? imagesOf(upload.files) : [];
  const change = (guide: Guide): void => form.setValues(withGuide(form.values, guide));
  return (
    <Stack maw={760}>
      <Textarea
        maw={560}
        label={t('wizard.classes')}
        description={t('wizard.classesText')}
        placeholder={t('wizard.classesExample')}
        autosize
        minRows={5}
        required
        {...form.getInputProps('classes')}
      />
      {guides.length > 0 && guides.length <= MOST_ROWS && (
        <Stack gap="xs">
          <Text size="sm" fw={600}>
            {t('guides.title')}
          </Text>
          <Text size="sm" c="dimmed">
            {t(images.length > 0 ? 'guides.text' : 'guides.textLater')}
          </Text>
          <GuideRows
            guides={guides}
            onChange={change}
            examplesOf={
              images.length === 0
                ? undefined
                : (guide) => (
                    <ChooseExamples guide={guide} onChange={change}>
                      {(choice) => <LocalExamples {...choice} images={images} />}
                    </ChooseExamples>
                  )
            }
          />
        </Stack>
      )}
      <Textarea
        maw={560}
        label={t('wizard.guidelines')}
        description={t('wizard.guidelinesText')}
        autosize
        minRows={3}
        {...form.getInputProps('guidelines')}
      />
      <Suggestions
        value={form.values.suggestions}
        onChange={(value) => form.setFieldValue('suggestions', value)}
      />
    </Stack>
  );
}
