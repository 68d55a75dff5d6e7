import type { DataExaminationRequest } from '@alaas/contracts';

import { examineData as examine } from '../../projects/examine-data.js';
import { projectSettings } from '../../projects/project-settings.js';
import type { JobWork, WrittenFile } from '../job-task.js';
import { reporting } from '../reporting.js';

/**
 * Looks at a sample of some data; what it shows is a file of JSON.
 *
 * @throws AlaasError as `projectSettings` and `examineData`.
 */
export async function examineData(
  job: JobWork,
  { config }: DataExaminationRequest,
): Promise<WrittenFile> {
  const project = await projectSettings(config, job.means, { labels: true });
  const found = await reporting(job, (means) => examine(project, means));
  await job.file.write(JSON.stringify(found));
  return { name: 'examination.json', mediaType: 'application/json' };
}
