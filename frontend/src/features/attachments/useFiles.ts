/** The files of a message that is being written, for whoever sends it. */
import { useMemo } from 'react';
import { useSelector } from 'react-redux';
import type { ChannelId, Limits } from '../../protocol';
import { useAct } from '../../services';
import { selectUploadsIn, type Upload } from './attachmentsSlice';
import { hintOf } from './limits';
import { addFiles, takeFiles } from './upload';

type View = Parameters<typeof selectUploadsIn>[0];

/** `null` while the limits are not known. */
export function useFiles(channelId: ChannelId, limits: Limits | null) {
  const act = useAct();
  const uploads = useSelector((state: View) => selectUploadsIn(state, channelId));
  return useMemo(
    () =>
      limits && {
        ready: uploads.flatMap(({ attachment }) => attachment ?? []),
        status: statusOf(uploads),
        hint: hintOf(limits),
        add: (files: File[]) => act(addFiles(channelId, files, limits)),
        taken: () => act(takeFiles(channelId)),
      },
    [act, channelId, limits, uploads],
  );
}

function statusOf(uploads: readonly Upload[]): 'none' | 'waiting' | 'failed' | 'ready' {
  if (uploads.length === 0) return 'none';
  if (uploads.some(({ status }) => status === 'failed')) return 'failed';
  return uploads.every(({ status }) => status === 'ready') ? 'ready' : 'waiting';
}
