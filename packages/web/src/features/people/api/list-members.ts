import { queryOptions, useQuery } from '@tanstack/react-query';
import { client } from '../../../lib/client';

function membersQuery(project: string) {
  return queryOptions({
    queryKey: ['members', project],
    queryFn: ({ signal }) => client.people.members(project, { signal }),
  });
}

/** Who was let into a project. */
export function useMembers(project: string) {
  return useQuery(membersQuery(project));
}
