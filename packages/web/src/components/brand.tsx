import { Group, Text } from '@mantine/core';

/** The sign of the application. */
export function Brand() {
  return (
    <Group gap={10} wrap="nowrap">
      <img src="/icon.svg" alt="" width={28} height={28} />
      <Text fw={700} size="lg" lh={1}>
        ALaaS
      </Text>
    </Group>
  );
}
