import { Button, Checkbox, Group, NativeSelect, Paper, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '../../../components/problem-alert';
import { useBeginExport } from '../api/begin-export';

const LABEL_FORMATS = { csv: 'CSV', jsonl: 'JSON Lines', parquet: 'Parquet' } as const;

/** What is to be written, and how. */
export function ExportChoice({ project }: { readonly project: string }) {
  const { t } = useTranslation();
  const begin = useBeginExport(project);
  const [format, setFormat] = useState<keyof typeof LABEL_FORMATS>('csv');
  const [hasContents, setHasContents] = useState(true);
  return (
    <Paper className="surface" p="lg">
      <Stack gap="md">
        <Group align="flex-end" gap="sm">
          <NativeSelect
            label={t('exports.format')}
            description={t('exports.labelsText')}
            inputWrapperOrder={['label', 'input', 'description']}
            value={format}
            data={Object.entries(LABEL_FORMATS).map(([value, label]) => ({ value, label }))}
            onChange={({ currentTarget }) => setFormat(currentTarget.value as typeof format)}
          />
        </Group>
        <Group gap="sm">
          <Button
            loading={begin.isPending}
            onClick={() => begin.mutate({ kind: 'labels', format })}
          >
            {t('exports.labels')}
          </Button>
          <Button
            variant="default"
            disabled={begin.isPending}
            onClick={() => begin.mutate({ kind: 'model' })}
          >
            {t('exports.model')}
          </Button>
          <Button
            variant="default"
            disabled={begin.isPending}
            onClick={() => begin.mutate({ kind: 'project', contents: hasContents })}
          >
            {t('exports.project')}
          </Button>
        </Group>
        <Checkbox
          label={t('exports.contents')}
          checked={hasContents}
          onChange={({ currentTarget }) => setHasContents(currentTarget.checked)}
        />
        <Text size="sm" c="dimmed">
          {t('exports.modelText')} {t('exports.projectText')}
        </Text>
        <ProblemAlert error={begin.error} />
      </Stack>
    </Paper>
  );
}
