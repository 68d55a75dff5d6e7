import { Center, Group, Loader, Stack, Text, Title } from '@mantine/core';
import { IconCircleCheck, IconHourglassEmpty } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ButtonLink } from '../../../components/button-link';
import type { LabellingState } from '../session/labelling-state';

/** In place of an item: why there is none, and whether it helps to wait. */
export function WaitView({
  project,
  state: { wait, isAsking },
}: {
  readonly project: string;
  readonly state: LabellingState;
}) {
  const { t } = useTranslation();
  if (wait === null) {
    return (
      <Center flex={1}>
        <Loader role="status" aria-label={t('common.loading')} />
      </Center>
    );
  }
  const isOver = wait.reason === 'stopped';
  const Sign = isOver ? IconCircleCheck : IconHourglassEmpty;
  return (
    <Center flex={1} p="xl">
      <Stack align="center" gap="xs" role="status" maw={460}>
        <Sign size={48} stroke={1.3} color="var(--mantine-color-accent-5)" aria-hidden />
        <Title order={2} size="h3" ta="center">
          {t(`label.wait.${wait.reason}`)}
        </Title>
        <Text c="dimmed" ta="center">
          {t(isOver ? 'label.thanks' : 'label.goesOn')}
        </Text>
        {!isOver && <Loader size="sm" type="dots" mt="sm" aria-hidden data-asking={isAsking} />}
        <Group mt="md" justify="center">
          <ButtonLink to="/projects/$project/impact" params={{ project }}>
            {t('impact.see')}
          </ButtonLink>
          <ButtonLink to="/" variant="default">
            {t('label.back')}
          </ButtonLink>
        </Group>
      </Stack>
    </Center>
  );
}
