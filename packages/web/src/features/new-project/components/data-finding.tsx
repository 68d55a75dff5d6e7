import { Alert, Button, Group, Skeleton, Text } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { IconChecks } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '../../../components/problem-alert';
import { formatNumber } from '../../../lib/format';
import { useDataFinding } from '../api/inspect-data';
import type { ProjectDraft } from './project-draft';

/** What the server found in the data, and what of it the project can use. */
export function DataFinding({
  data,
  form,
}: {
  readonly data: string;
  readonly form: UseFormReturnType<ProjectDraft>;
}) {
  const { t, i18n } = useTranslation();
  const { data: found, error, isFetching, refetch } = useDataFinding(data);
  if (isFetching) return <Skeleton height={72} role="status" aria-label={t('common.loading')} />;
  if (error !== null) return <ProblemAlert error={error} onRetry={() => void refetch()} />;
  if (found === undefined) return null;
  const { task, items, classes, columns } = found;
  const wanted = `${form.values.task}-classification`;
  const isOther = task !== null && task !== wanted;
  return (
    <Alert
      color={isOther || items === 0 ? 'yellow' : 'teal'}
      variant="light"
      icon={<IconChecks aria-hidden />}
      title={t('wizard.found')}
      role="status"
    >
      {items !== null && (
        <Text size="sm">
          {t('wizard.foundItems', { count: items, shown: formatNumber(items, i18n.language) })}
        </Text>
      )}
      {columns.length > 0 && (
        <Text size="sm">{t('wizard.foundColumns', { columns: columns.join(', ') })}</Text>
      )}
      {classes.length > 1 && (
        <Text size="sm">{t('wizard.foundFolders', { folders: classes.join(', ') })}</Text>
      )}
      <Group gap="xs" mt="xs">
        {isOther && task !== 'vectors' && (
          <Button
            size="xs"
            variant="default"
            onClick={() =>
              form.setFieldValue('task', task === 'image-classification' ? 'image' : 'text')
            }
          >
            {t(task === 'image-classification' ? 'wizard.useImages' : 'wizard.useTexts')}
          </Button>
        )}
        {classes.length > 1 && form.values.classes.trim() === '' && (
          <Button
            size="xs"
            variant="default"
            onClick={() => form.setFieldValue('classes', classes.join('\n'))}
          >
            {t('wizard.useFolders')}
          </Button>
        )}
      </Group>
    </Alert>
  );
}
