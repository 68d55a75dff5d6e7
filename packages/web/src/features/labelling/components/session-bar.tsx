import type { Project } from '@alaas/client';
import { ActionIcon, Badge, Group, Progress, Text } from '@mantine/core';
import { IconArrowLeft, IconCloudOff, IconKeyboard } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '../../../lib/format';
import type { LabellingState } from '../session/labelling-state';
import classes from './labelling-page.module.css';

/** Where one is, how far it is, and whether the answers have arrived. */
export const SessionBar = memo(function SessionBar({
  project,
  state,
  onHelp,
}: {
  readonly project: Project | undefined;
  readonly state: LabellingState;
  readonly onHelp: () => void;
}) {
  const { t, i18n } = useTranslation();
  return (
    <header className={classes.bar}>
      <Group justify="space-between" wrap="nowrap" gap="sm">
        <Group gap="sm" wrap="nowrap" miw={0}>
          <Link to="/" aria-label={t('label.back')}>
            <ActionIcon component="span" variant="subtle" color="gray" size="lg">
              <IconArrowLeft size={20} aria-hidden />
            </ActionIcon>
          </Link>
          <Text component="h1" fw={650} truncate>
            {project?.name}
          </Text>
        </Group>
        <Group gap="md" wrap="nowrap">
          {state.isOffline && <Connection kept={state.kept} />}
          {project !== undefined && (
            <Group gap="lg" wrap="nowrap" visibleFrom="sm">
              <Advance project={project} />
            </Group>
          )}
          <Text size="sm" c="dimmed" visibleFrom="sm" data-testid="given">
            {t('label.given', {
              count: state.given,
              shown: formatNumber(state.given, i18n.language),
            })}
          </Text>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={t('label.help')}
            onClick={onHelp}
          >
            <IconKeyboard size={20} aria-hidden />
          </ActionIcon>
        </Group>
      </Group>
      {project !== undefined && (
        <Group gap="lg" mt={6} grow hiddenFrom="sm">
          <Advance project={project} />
        </Group>
      )}
    </header>
  );
});

function Connection({ kept }: { readonly kept: number }) {
  const { t } = useTranslation();
  return (
    <Badge
      role="status"
      color="yellow"
      variant="light"
      autoContrast
      tt="none"
      size="lg"
      leftSection={<IconCloudOff size={14} aria-hidden />}
    >
      {t('label.offline', { count: kept })}
    </Badge>
  );
}

const Advance = memo(function Advance({
  project: { batch, labels },
}: {
  readonly project: Project;
}) {
  const { t, i18n } = useTranslation();
  const number = (value: number): string => formatNumber(value, i18n.language);
  const done = batch === null ? 0 : batch.items - batch.open;
  return (
    <>
      {batch !== null && (
        <div>
          <Text size="xs" c="dimmed">
            {t('label.batch', { done: number(done), items: number(batch.items) })}
          </Text>
          <Progress
            miw={130}
            size="xs"
            mt={4}
            value={(100 * done) / Math.max(1, batch.items)}
            aria-label={t('label.batchName')}
          />
        </div>
      )}
      <div>
        <Text size="xs" c="dimmed">
          {t('label.budget', { paid: number(labels.paid), budget: number(labels.budget) })}
        </Text>
        <Progress
          miw={130}
          size="xs"
          mt={4}
          value={(100 * labels.paid) / Math.max(1, labels.budget)}
          aria-label={t('label.budgetName')}
        />
      </div>
    </>
  );
});
