import { EntryList } from '../../../components/entry-list';
import { ProblemAlert } from '../../../components/problem-alert';
import { JobEntry } from '../../exports/components/job-entry';
import { useJob } from '../api/get-job';

/** A job that was begun on this page: how far it is, and what came of it. */
export function JobView({
  job,
  name,
  project = '',
}: {
  /** Empty before there is one. */
  readonly job: string;
  /** For screen readers. */
  readonly name: string;
  readonly project?: string;
}) {
  const { data, error, refetch } = useJob(job);
  return (
    <>
      <ProblemAlert error={error} onRetry={() => void refetch()} />
      {data !== undefined && (
        <EntryList name={name}>
          <JobEntry project={project} job={data} />
        </EntryList>
      )}
    </>
  );
}
