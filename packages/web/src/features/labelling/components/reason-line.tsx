import type { Assignment } from '@alaas/client';
import { Group, Text } from '@mantine/core';
import { IconBulb } from '@tabler/icons-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { strategyIdea } from '../session/strategy-idea';

/** Why this item was chosen, in plain words. */
export const ReasonLine = memo(function ReasonLine({
  item: { reason },
}: {
  readonly item: Assignment;
}) {
  const { t } = useTranslation();
  const idea = t(`label.idea.${strategyIdea(reason.strategy)}`);
  return (
    <Group gap={8} wrap="nowrap" align="flex-start" px={4}>
      <IconBulb
        size={18}
        style={{ flex: 'none' }}
        color="var(--mantine-color-dimmed)"
        aria-hidden
      />
      <Text size="sm" c="dimmed" title={reason.text}>
        {t(`label.reason.${reason.kind}`)} {reason.kind !== 'holdout' && idea}
      </Text>
    </Group>
  );
});
