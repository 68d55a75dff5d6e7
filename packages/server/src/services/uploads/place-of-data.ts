import type { Principal } from '../access/principal.js';
import { insideDataRoots } from '../selections/data-roots.js';
import { isUploadOf } from './upload-owner.js';
import { namedUpload, uploadFolder } from './upload-place.js';

/** No upload has this id. */
const NOBODYS = '00000000-0000-0000-0000-000000000000';

/**
 * The real path of what a project names: in an upload, or inside a data root.
 *
 * @param by who names it: uploads of others are as if they were not there. Absent for workers, which
 *   read what somebody was allowed to name.
 * @throws AlaasError `HTTP_SOURCE_REFUSED`.
 */
export function placeOfData(
  { home, dataRoots }: { readonly home: string; readonly dataRoots: readonly string[] },
  named: string,
  by?: Principal,
): string {
  const upload = namedUpload(home, named);
  if (upload === undefined) return insideDataRoots(dataRoots, named);
  const { id, folder, file } = upload;
  const isTheirs = by === undefined || isUploadOf({ home, id }, by);
  return insideDataRoots([isTheirs ? folder : uploadFolder(home, NOBODYS)], file);
}
