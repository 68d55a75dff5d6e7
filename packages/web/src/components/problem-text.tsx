import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { problemWords, type ServerWords } from '../lib/problem-words';

/** What went wrong with something that the server did by itself, and what to do about it. */
export function ProblemText({ problem }: { readonly problem: ServerWords }) {
  // Another language shows other words.
  useTranslation();
  const { title, remedy, lang, detail } = problemWords(problem);
  return (
    <>
      <Text size="sm" mt="xs" lang={lang}>
        {title}
      </Text>
      {detail !== undefined && (
        <Text size="sm" lang="en">
          {detail}
        </Text>
      )}
      <Text size="sm" c="dimmed" lang={lang}>
        {remedy}
      </Text>
    </>
  );
}
