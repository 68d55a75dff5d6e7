import { z } from 'zod';

/** Files that were sent to the server, to be the pool of a project. */
export const uploadSchema = z
  .object({
    id: z.string(),
    data: z.string().describe('What `data` of a project names it by: `upload:` and the id'),
    files: z.number().int().min(0),
    bytes: z.number().int().min(0),
  })
  .meta({ id: 'Upload' });

/** Which upload. */
export const uploadParamsSchema = z.object({ upload: z.uuid() });

/** Which file of an upload. */
export const uploadFileQuerySchema = z.object({
  name: z.string().min(1).max(1_000).describe('Its name, with `/` between folders'),
});

/** A file that is on disk. */
export const uploadedFileSchema = z
  .object({ name: z.string(), bytes: z.number().int().min(0) })
  .meta({ id: 'UploadedFile' });

/** Files that were sent to the server. */
export type Upload = z.infer<typeof uploadSchema>;
/** A file that is on disk. */
export type UploadedFile = z.infer<typeof uploadedFileSchema>;
