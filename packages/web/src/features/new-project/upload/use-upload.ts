import type { FileToSend } from '@alaas/client';
import { useEffect, useRef, useState } from 'react';
import { client } from '../../../lib/client';
import { dataOfFiles, fitFiles } from './fit-files';

/** How far an upload is. */
export interface UploadState {
  readonly status: 'none' | 'sending' | 'done' | 'failed';
  readonly files: readonly FileToSend[];
  readonly sent: number;
  readonly sentBytes: number;
  readonly bytes: number;
  readonly error: unknown;
}

/** An upload that can be begun and cancelled. */
export interface UploadWork extends UploadState {
  /** Sends files; answers by `onDone` what a project names them by. */
  readonly begin: (files: readonly FileToSend[], onDone: (data: string) => void) => Promise<void>;
  readonly cancel: () => void;
}

const NOTHING: UploadState = {
  status: 'none',
  files: [],
  sent: 0,
  sentBytes: 0,
  bytes: 0,
  error: null,
};
/** Files under way at once: small ones would wait for each other otherwise. */
const AT_ONCE = 4;

/** Sends files to be the pool of a project; what was not sent to its end is removed again. */
export function useUpload(): UploadWork {
  const [state, setState] = useState(NOTHING);
  const ending = useRef(new AbortController());
  useEffect(() => () => ending.current.abort(), []);
  const cancel = (): void => {
    ending.current.abort();
    setState(NOTHING);
  };
  const begin: UploadWork['begin'] = async (chosen, onDone) => {
    ending.current.abort();
    const mine = (ending.current = new AbortController());
    const { signal } = mine;
    const files = fitFiles(chosen);
    const bytes = files.reduce((sum, { content }) => sum + content.size, 0);
    setState({ ...NOTHING, status: 'sending', files, bytes });
    const onSent = ({ content }: FileToSend): void =>
      setState((old) => ({
        ...old,
        sent: old.sent + 1,
        sentBytes: old.sentBytes + content.size,
      }));
    try {
      const data = await sendAll(files, { signal, onSent });
      setState((old) => ({ ...old, status: 'done' }));
      onDone(data);
    } catch (error) {
      if (signal.aborted) return;
      // The other files that are under way are of no use any more.
      mine.abort();
      setState((old) => ({ ...old, status: 'failed', error }));
    }
  };
  return { ...state, begin, cancel };
}

/** Answers what a project names the files by. */
async function sendAll(
  files: readonly FileToSend[],
  { signal, onSent }: { readonly signal: AbortSignal; readonly onSent: (file: FileToSend) => void },
): Promise<string> {
  const { id, data } = await client.uploads.begin({ signal });
  try {
    const waiting = files.values();
    const sendSome = async (): Promise<void> => {
      for (const file of waiting) {
        await client.uploads.put(id, file, { signal });
        signal.throwIfAborted();
        onSent(file);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, sendSome));
    return dataOfFiles(data, files);
  } catch (error) {
    // Whether it can be removed or not, the first error is the one to be told.
    void client.uploads.remove(id).catch(() => undefined);
    throw error;
  }
}
