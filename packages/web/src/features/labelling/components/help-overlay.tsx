import type { ClassGuide, Project } from '@alaas/client';
import { Group, Kbd, Modal, Stack, Table, Text, Title } from '@mantine/core';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { classColours } from '../../../lib/class-colours';
import { ClassHelp } from '../../classes/components/class-help';
import { Swatch } from '../../classes/components/swatch';
import { classKeys, COMMAND_KEYS } from '../session/class-keys';

/** Guidelines, keys, and what belongs to each class. */
export const HelpOverlay = memo(function HelpOverlay({
  project,
  names,
  guides,
  labelling,
  isOpen,
  onClose,
}: {
  readonly project: string;
  readonly names: readonly string[];
  readonly guides: readonly ClassGuide[];
  readonly labelling: Project['labelling'] | undefined;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const guidelines = labelling?.guidelines ?? '';
  const keys = classKeys(names);
  const colours = classColours(names, guides);
  const commands = Object.keys(COMMAND_KEYS) as (keyof typeof COMMAND_KEYS)[];
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={t('label.help')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack>
        {guidelines !== '' && (
          <div>
            <Title order={3} size="h5">
              {t('label.guidelines')}
            </Title>
            <Text style={{ whiteSpace: 'pre-wrap' }}>{guidelines}</Text>
          </div>
        )}
        <Table>
          <Table.Tbody>
            {commands.map((command) => (
              <Table.Tr key={command}>
                <Table.Td w={80}>
                  <Kbd tt="uppercase">{COMMAND_KEYS[command]}</Kbd>
                </Table.Td>
                <Table.Td>{t(`label.explain.${command}`)}</Table.Td>
              </Table.Tr>
            ))}
            {labelling?.suggestions.show === true && (
              <Table.Tr>
                <Table.Td>
                  <Kbd>{t('suggestions.key')}</Kbd>
                </Table.Td>
                <Table.Td>{t('suggestions.explain')}</Table.Td>
              </Table.Tr>
            )}
          </Table.Tbody>
        </Table>
        <Table>
          <Table.Tbody>
            {names.map((name, i) => {
              const guide = guides.find((one) => one.name === name);
              return (
                <Table.Tr key={name}>
                  <Table.Td w={80} style={{ verticalAlign: 'top' }}>
                    {keys[i] !== undefined && <Kbd tt="uppercase">{keys[i]}</Kbd>}
                  </Table.Td>
                  <Table.Td>
                    <Group gap={8} wrap="nowrap">
                      <Swatch colour={colours.get(name)} />
                      <Text size="sm" fw={600} className="wrap-anywhere">
                        {name}
                      </Text>
                    </Group>
                    {guide !== undefined && <ClassHelp project={project} guide={guide} />}
                  </Table.Td>
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
      </Stack>
    </Modal>
  );
});
