import { Container, Group, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';

/** A page below the navigation: its name, what can be done, its content. */
export function Page({
  title,
  documentTitle = title,
  text,
  actions,
  children,
}: {
  readonly title: string;
  /** Where another page has the same title. */
  readonly documentTitle?: string | undefined;
  readonly text?: string | undefined;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}) {
  useDocumentTitle(`${documentTitle} · ALaaS`);
  return (
    <Container size="lg" py="xl">
      <Group justify="space-between" align="flex-start" mb="xl" gap="md">
        <div>
          <Title order={1} size="h2">
            {title}
          </Title>
          {text !== undefined && (
            <Text c="dimmed" mt={4}>
              {text}
            </Text>
          )}
        </div>
        <Group gap="sm">{actions}</Group>
      </Group>
      {children}
    </Container>
  );
}
