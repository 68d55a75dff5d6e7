import { Alert, Button, Group, Text, VisuallyHidden } from '@mantine/core';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '../../../components/problem-alert';
import type { LabellingState } from '../session/labelling-state';

/** What the annotator should know about earlier answers. */
export const NoticeLine = memo(function NoticeLine({
  state: { notice, correcting, flagged, given, queue },
  onKeep,
}: {
  readonly state: LabellingState;
  readonly onKeep: () => void;
}) {
  const { t } = useTranslation();
  const [front] = queue;
  const isFlagged = correcting === null && front !== undefined && flagged.includes(front.position);
  return (
    <>
      <VisuallyHidden role="status">
        {given > 0 && front !== undefined && t('label.nextItem', { item: front.item })}
      </VisuallyHidden>
      {correcting !== null && (
        <Alert color="accent" radius={0} role="status" py="xs">
          <Group justify="space-between">
            <Text size="sm">{t('label.correcting')}</Text>
            <Button size="xs" variant="default" onClick={onKeep}>
              {t('label.keepAnswer')}
            </Button>
          </Group>
        </Alert>
      )}
      {isFlagged && (
        <Alert color="accent" radius={0} role="status" py="xs">
          <Text size="sm">{t('label.flagged')}</Text>
        </Alert>
      )}
      {notice?.kind === 'not-taken' && <ProblemAlert error={notice.error} />}
      {(notice?.kind === 'corrected' || notice?.kind === 'undone-elsewhere') && (
        <Alert color="accent" radius={0} role="status" py="xs">
          <Text size="sm">{t(`label.notice.${notice.kind}`)}</Text>
        </Alert>
      )}
    </>
  );
});
