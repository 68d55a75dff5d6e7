import type { Project } from '@alaas/client';
import { Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ChooseExamples } from '../../classes/components/choose-examples';
import {
  emptyGuide,
  GuideRows,
  saysSomething,
  type Guide,
} from '../../classes/components/guide-rows';
import { PoolExamples } from '../../classes/components/pool-examples';

/** What helps people to know the classes of a project that is there; examples are items of its pool. */
export function ClassGuides({
  project,
  guides,
  onChange,
}: {
  readonly project: Project;
  /** Of classes of which something is said. */
  readonly guides: readonly Guide[];
  readonly onChange: (guides: Guide[]) => void;
}) {
  const { t } = useTranslation();
  const isReadOnly = project.status === 'archived';
  const known = new Map(guides.map((guide) => [guide.name, guide]));
  const all = project.classes.map((name) => known.get(name) ?? emptyGuide(name));
  const change = (guide: Guide): void =>
    onChange(all.map((one) => (one.name === guide.name ? guide : one)).filter(saysSomething));
  return (
    <Stack gap="xs">
      <Text size="sm" fw={600}>
        {t('guides.title')}
      </Text>
      <Text size="sm" c="dimmed">
        {t('guides.text')}
      </Text>
      <GuideRows
        guides={all}
        isReadOnly={isReadOnly}
        onChange={change}
        examplesOf={(guide) => (
          <ChooseExamples guide={guide} isReadOnly={isReadOnly} onChange={change}>
            {(choice) => <PoolExamples project={project.id} {...choice} />}
          </ChooseExamples>
        )}
      />
    </Stack>
  );
}
