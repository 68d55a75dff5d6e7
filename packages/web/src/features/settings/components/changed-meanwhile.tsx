import type { Project } from '@alaas/client';
import { Alert, Button, Group, Table, Text } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

const FIELDS = [
  'overlap',
  'leaseSeconds',
  'idleSeconds',
  'guidelines',
  'classes',
  'suggestions',
] as const;
const NAMES = {
  overlap: 'wizard.overlap',
  leaseSeconds: 'settings.lease',
  idleSeconds: 'settings.idle',
  guidelines: 'wizard.guidelines',
  classes: 'guides.title',
  suggestions: 'suggestions.title',
} as const;

/** Somebody else changed the settings while these were typed: what differs, and whose is to count. */
export function ChangedMeanwhile({
  mine,
  theirs,
  onTake,
  onKeep,
}: {
  readonly mine: Project['labelling'];
  readonly theirs: Project;
  readonly onTake: () => void;
  readonly onKeep: () => void;
}) {
  const { t } = useTranslation();
  const different = FIELDS.filter(
    (field) => inWords(mine[field]) !== inWords(theirs.labelling[field]),
  );
  return (
    <Alert
      role="alert"
      color="yellow"
      variant="light"
      icon={<IconUsers aria-hidden />}
      title={t('settings.conflict')}
    >
      <Text size="sm">{t('settings.conflictText')}</Text>
      <Table mt="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('settings.setting')}</Table.Th>
            <Table.Th>{t('settings.mine')}</Table.Th>
            <Table.Th>{t('settings.theirs')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {different.map((field) => (
            <Table.Tr key={field}>
              <Table.Td>{t(NAMES[field])}</Table.Td>
              <Table.Td className="wrap-anywhere" style={{ whiteSpace: 'pre-line' }}>
                {inWords(mine[field])}
              </Table.Td>
              <Table.Td className="wrap-anywhere" style={{ whiteSpace: 'pre-line' }}>
                {inWords(theirs.labelling[field])}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Group mt="sm" gap="xs">
        <Button size="xs" variant="default" onClick={onTake}>
          {t('settings.takeTheirs')}
        </Button>
        <Button size="xs" variant="default" onClick={onKeep}>
          {t('settings.keepMine')}
        </Button>
      </Group>
    </Alert>
  );
}

/** Of classes, whatever is said of each in a line. */
function inWords(value: Project['labelling'][(typeof FIELDS)[number]]): string {
  if (typeof value !== 'object') return `${value}`;
  if (!Array.isArray(value)) return value.show ? `${100 * (1 - value.blindShare)} %` : '–';
  return value
    .map(({ name, definition, color = '', examples }) =>
      [`${name}:`, definition, color, ...examples].filter((part) => part !== '').join(' '),
    )
    .join('\n');
}
