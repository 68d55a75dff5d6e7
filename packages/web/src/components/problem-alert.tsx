import { AlaasError } from '@alaas/client';
import { Alert, Button, Text } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { problemWords } from '../lib/problem-words';

/** Says what went wrong and what to do about it; nothing where nothing did. */
export function ProblemAlert({
  error,
  onRetry,
}: {
  readonly error: unknown;
  readonly onRetry?: (() => void) | undefined;
}) {
  const { t, i18n } = useTranslation();
  if (error === null || error === undefined) return null;
  const { code, message, remedy } = AlaasError.from(error);
  const title = `problems.${code}` as 'problems.PROJECT_UNKNOWN';
  const isKnown = i18n.exists(`problems.${code}`);
  const words = problemWords({ code, detail: message, remedy });
  return (
    <Alert
      role="alert"
      color="red"
      variant="light"
      icon={<IconAlertCircle aria-hidden />}
      title={isKnown ? t(title) : words.title}
    >
      {!isKnown && words.detail !== undefined && (
        <Text size="sm" lang="en">
          {words.detail}
        </Text>
      )}
      <Text size="sm">
        {isKnown ? t(`remedies.${code}` as 'remedies.HTTP_UNREACHABLE') : words.remedy}
      </Text>
      <Text size="xs" c="dimmed" mt={4}>
        {code}
      </Text>
      {onRetry !== undefined && (
        <Button variant="default" size="xs" mt="sm" onClick={onRetry}>
          {t('common.tryAgain')}
        </Button>
      )}
    </Alert>
  );
}
