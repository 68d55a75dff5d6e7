import type { FileToSend } from '@alaas/client';

/** Files and folders that were dropped, with all that is below them. */
export async function filesOfDrop(items: DataTransferItemList): Promise<readonly FileToSend[]> {
  // The list is emptied as soon as the event is over: take everything out of it first.
  const dropped = [...items].flatMap((item) => {
    const entry = item.webkitGetAsEntry();
    const file = item.getAsFile();
    if (entry?.isDirectory) return [below(entry as FileSystemDirectoryEntry)];
    return file === null ? [] : [Promise.resolve([{ name: file.name, content: file }])];
  });
  return (await Promise.all(dropped)).flat();
}

/** Files of a field; those of a folder know where in it they lie. */
export function filesOfInput(files: FileList): readonly FileToSend[] {
  return [...files].map((file) => ({
    name: file.webkitRelativePath === '' ? file.name : file.webkitRelativePath,
    content: file,
  }));
}

async function below(folder: FileSystemDirectoryEntry): Promise<FileToSend[]> {
  const reader = folder.createReader();
  const found: FileToSend[] = [];
  for (;;) {
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    // A reader gives some at a time, and none at the end.
    if (entries.length === 0) return found;
    for (const entry of entries) {
      if (entry.isDirectory) found.push(...(await below(entry as FileSystemDirectoryEntry)));
      else {
        const content = await new Promise<File>((resolve, reject) =>
          (entry as FileSystemFileEntry).file(resolve, reject),
        );
        found.push({ name: entry.fullPath.replace(/^\//, ''), content });
      }
    }
  }
}
