import { Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Figure } from './system-figures';

/** Figures below each other, each with its name. */
export function Figures({ figures }: { readonly figures: readonly Figure[] }) {
  const { t } = useTranslation();
  return (
    <Stack component="dl" gap={6} m={0}>
      {figures.map(({ name, value, isBad }) => (
        <Group key={name} justify="space-between" wrap="nowrap">
          <Text component="dt" size="sm" c="dimmed">
            {t(`system.figure.${name}`)}
          </Text>
          <Text
            component="dd"
            m={0}
            size="sm"
            fw={600}
            ta="right"
            {...(isBad === true && { c: 'var(--mantine-color-error)' })}
          >
            {value}
          </Text>
        </Group>
      ))}
    </Stack>
  );
}
