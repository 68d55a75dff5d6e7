import { z } from 'zod';

/** The first file of an archive of a project: what it is, and whose. */
export const archiveHeadSchema = z.object({
  format: z.literal('alaas-project'),
  version: z.number().int().min(1),
  alaas: z.string(),
  createdAt: z.iso.datetime(),
  project: z.object({ id: z.string(), name: z.string() }),
  members: z.array(z.object({ name: z.string(), role: z.string() })),
});

/** The last file of an archive: SHA-256 of every other file, in hexadecimal digits. */
export const archiveChecksumsSchema = z.record(z.string(), z.string().regex(/^[0-9a-f]{64}$/));

/** The first file of an archive of a project. */
export type ArchiveHead = z.infer<typeof archiveHeadSchema>;
