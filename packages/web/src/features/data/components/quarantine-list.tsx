import { ScrollArea, Skeleton, Table } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../../components/empty-state';
import { ProblemAlert } from '../../../components/problem-alert';
import { useQuarantine } from '../api/get-quarantine';

/** Items that could not be read, with reasons. */
export function QuarantineList({ project }: { readonly project: string }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuarantine(project);
  if (error !== null) return <ProblemAlert error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton height={200} />;
  if (data.length === 0) {
    return (
      <EmptyState
        icon={IconCircleCheck}
        title={t('data.noQuarantine')}
        text={t('data.noQuarantineText')}
      />
    );
  }
  return (
    <ScrollArea className="surface" viewportProps={{ tabIndex: 0 }} mah="68dvh">
      <Table miw={560}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('data.item')}</Table.Th>
            <Table.Th>{t('data.code')}</Table.Th>
            <Table.Th>{t('data.reason')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {data.map(({ item, code, reason }) => (
            <Table.Tr key={item}>
              <Table.Td>{item}</Table.Td>
              <Table.Td>{code}</Table.Td>
              <Table.Td lang="en">{reason}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea>
  );
}
