import type { System } from '@alaas/client';
import { Badge, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../overview/components/panel';

const COLOURS = { ok: 'teal', warning: 'yellow', failed: 'red' } as const;

/** What the checks of the machine found. */
export function FindingsPanel({ findings }: { readonly findings: System['findings'] }) {
  const { t } = useTranslation();
  return (
    <Panel title={t('system.machine')} text={t('system.machineText')}>
      <Stack gap="sm" component="ul" m={0} p={0} className="plain-list">
        {findings.map(({ name, status, detail }) => (
          <li key={name}>
            <Group gap="xs">
              <Badge variant="light" color={COLOURS[status]} autoContrast tt="none">
                {t(`system.status.${status}`)}
              </Badge>
              <Text size="sm" fw={600}>
                {t(`system.check.${name}`)}
              </Text>
            </Group>
            <Text size="sm" c="dimmed" lang="en" className="wrap-anywhere">
              {detail}
            </Text>
            {status !== 'ok' && <Text size="sm">{t(`system.remedy.${name}`)}</Text>}
          </li>
        ))}
      </Stack>
    </Panel>
  );
}
