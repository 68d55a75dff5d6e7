import { createReadStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import type { ProjectImport } from '@alaas/contracts';

import { ArchiveRestorer } from '../../archive/archive-restorer.js';
import { archiveInvalid, readTar } from '../../archive/read-tar.js';
import { addMember } from '../../access/project-members.js';
import { durably } from '../../projects/live-project.js';
import { placeOfData } from '../../uploads/place-of-data.js';
import { forgetOwner, keepOwner } from '../../uploads/upload-owner.js';
import { uploadFolder } from '../../uploads/upload-place.js';
import type { JobWork } from '../job-task.js';

const FILES_PER_REPORT = 50;

/** An import, and who asked for it. */
type ImportRequest = ProjectImport & { readonly user?: string | undefined };

/**
 * Makes a project from an archive, in the state that it was exported in and under an id of its own.
 * Contents of items go where uploads lie. All or nothing.
 *
 * @throws AlaasError `ARCHIVE_INVALID`, `ARCHIVE_NEWER`, `HTTP_SOURCE_REFUSED`, `CANCELLED`.
 */
export async function importProject(work: JobWork, { file, user }: ImportRequest): Promise<void> {
  const { database, means, signal } = work;
  const path = placeOfData(means, file);
  if (!(await stat(path)).isFile()) throw archiveInvalid('it is no file');
  // Named by the job, so that a try that was cut off leaves nothing behind.
  const contents = uploadFolder(means.home, work.id);
  await rm(contents, { recursive: true, force: true });
  const upload = { home: means.home, id: work.id };
  await keepOwner(upload, user);
  try {
    await durably(database, async (trx) => {
      const restorer = new ArchiveRestorer(trx, { home: means.home, upload: work.id });
      let done = 0;
      for await (const entry of readTar(createReadStream(path, { signal }))) {
        await restorer.take(entry);
        if (done++ % FILES_PER_REPORT === 0) {
          await work.report({ stage: 'files', done, total: null });
        }
      }
      const { project, items } = await restorer.end();
      if (user !== undefined) await addMember(trx, project, user);
      await work.finish(trx, { added: items, duplicates: 0, quarantined: 0 }, project);
    });
  } catch (error) {
    await rm(contents, { recursive: true, force: true });
    await forgetOwner(upload);
    throw error;
  }
}
