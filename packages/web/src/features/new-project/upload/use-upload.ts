import type { FileToSend } from '@alaas/client';
import { useRef, useState } from 'react';
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

/** Sends files to be the pool of a project. */
export function useUpload(): UploadWork {
  const [state, setState] = useState(NOTHING);
  const ending = useRef(new AbortController());
  const cancel = (): void => {
    ending.current.abort();
    setState(NOTHING);
  };
  const begin: UploadWork['begin'] = async (chosen, onDone) => {
    ending.current.abort();
    ending.current = new AbortController();
    const { signal } = ending.current;
    const files = fitFiles(chosen);
    const bytes = files.reduce((sum, { content }) => sum + content.size, 0);
    setState({ ...NOTHING, status: 'sending', files, bytes });
    try {
      const upload = await client.uploads.begin({ signal });
      const waiting = files.values();
      const sendSome = async (): Promise<void> => {
        for (const file of waiting) {
          await client.uploads.put(upload.id, file, { signal });
          if (signal.aborted) return;
          setState((old) => ({
            ...old,
            sent: old.sent + 1,
            sentBytes: old.sentBytes + file.content.size,
          }));
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, sendSome));
      if (signal.aborted) return;
      setState((old) => ({ ...old, status: 'done' }));
      onDone(dataOfFiles(upload.data, files));
    } catch (error) {
      if (!signal.aborted) setState((old) => ({ ...old, status: 'failed', error }));
    }
  };
  return { ...state, begin, cancel };
}
