import { Group, Paper, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';

/** A list of entries below each other. */
export function EntryList({
  name,
  children,
}: {
  /** For screen readers. */
  readonly name: string;
  readonly children: ReactNode;
}) {
  return (
    <Stack component="ul" gap="xs" m={0} p={0} className="plain-list" aria-label={name}>
      {children}
    </Stack>
  );
}

/** One entry: what it is, more about it, and what can be done with it. */
export function Entry({
  title,
  text,
  actions,
  children,
}: {
  readonly title: ReactNode;
  readonly text?: ReactNode;
  readonly actions?: ReactNode;
  readonly children?: ReactNode;
}) {
  return (
    <Paper className="surface" px="lg" py="md" component="li">
      <Group justify="space-between" gap="sm">
        <div className="wrap-anywhere">
          <Text fw={600} component="div">
            {title}
          </Text>
          {text !== undefined && (
            <Text size="sm" c="dimmed" component="div">
              {text}
            </Text>
          )}
        </div>
        {actions !== undefined && <Group gap="xs">{actions}</Group>}
      </Group>
      {children}
    </Paper>
  );
}
