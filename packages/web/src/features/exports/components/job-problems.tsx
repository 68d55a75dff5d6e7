import type { Job } from '@alaas/client';
import { Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';

interface Row {
  readonly line: number;
  readonly value: string;
  readonly message: string;
}

/** What is wrong with which lines of a file; nothing where the job failed for another reason. */
export function JobProblems({ error }: { readonly error: NonNullable<Job['error']> }) {
  const { t } = useTranslation();
  const rows = (error.details?.['problems'] ?? []) as readonly Row[];
  if (rows.length === 0) return null;
  return (
    <Table.ScrollContainer minWidth={420}>
      <Table mt="xs" aria-label={t('exports.problems')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={80}>{t('exports.line')}</Table.Th>
            <Table.Th>{t('exports.value')}</Table.Th>
            <Table.Th>{t('exports.problem')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ line, value, message }) => (
            <Table.Tr key={`${line} ${value}`}>
              <Table.Td>{line}</Table.Td>
              <Table.Td className="wrap-anywhere">{value}</Table.Td>
              <Table.Td lang="en">{message}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
