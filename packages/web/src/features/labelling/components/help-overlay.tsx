import { Group, Kbd, Modal, Stack, Table, Text, Title } from '@mantine/core';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { classKeys, COMMAND_KEYS } from '../session/class-keys';

/** Guidelines and keys. */
export const HelpOverlay = memo(function HelpOverlay({
  names,
  guidelines,
  isOpen,
  onClose,
}: {
  readonly names: readonly string[];
  readonly guidelines: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const keys = classKeys(names);
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
          </Table.Tbody>
        </Table>
        <Group gap="md">
          {names.map((name, i) => (
            <Group key={name} gap={6}>
              {keys[i] !== undefined && <Kbd tt="uppercase">{keys[i]}</Kbd>}
              <Text size="sm">{name}</Text>
            </Group>
          ))}
        </Group>
      </Stack>
    </Modal>
  );
});
