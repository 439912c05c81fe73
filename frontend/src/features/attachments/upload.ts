/** Getting files to the server: what is taken, how many at once, and the ways out. */
import type { Attachment, ChannelId, Limits } from '../../protocol';
import type { Verb } from '../../services';
import { explain } from '../../services/api/problem';
import { noticeRaised } from '../../services/events';
import { nonce } from '../../services/nonce';
import {
  altGiven,
  fileDropped,
  filesChosen,
  filesTaken,
  selectUploads,
  selectUploadsIn,
  uploadBegun,
  uploadEnded,
  uploadFailed,
  uploadMoved,
  uploadRetried,
} from './attachmentsSlice';
import { refusals } from './limits';

/** So many files are on their way at once; the others wait their turn. */
const AT_ONCE = 2;

type State = Parameters<typeof selectUploads>[0];

/** Takes files for a message; says of those it does not take why. */
export const addFiles =
  (channelId: ChannelId, files: File[], limits: Limits): Verb<void, State> =>
  (dispatch, state, { uploads }) => {
    const before = selectUploadsIn(state(), channelId).length;
    const { taken, why } = refusals(files, before, limits);
    if (why) dispatch(noticeRaised({ kind: 'problem', text: why }));
    const chosen = taken.map((file) => {
      const id = nonce();
      const preview = uploads.hold(id, file);
      return { id, channelId, name: file.name, sizeBytes: file.size, preview };
    });
    dispatch(filesChosen(chosen));
    dispatch(advance());
  };

/** Once more. */
export const retryFile =
  (id: string): Verb<void, State> =>
  (dispatch) => {
    dispatch(uploadRetried(id));
    dispatch(advance());
  };

/** Says what a picture shows. */
export const describeFile =
  (id: string, alt: string): Verb<void, State> =>
  (dispatch) => {
    dispatch(altGiven({ id, alt }));
    dispatch(advance());
  };

/** Takes a file back. What the server has of it, it forgets by itself. */
export const dropFile =
  (id: string): Verb<void, State> =>
  (dispatch, _state, { uploads }) => {
    uploads.drop(id);
    dispatch(fileDropped(id));
    dispatch(advance());
  };

/** The files of a channel went with a message. */
export const takeFiles =
  (channelId: ChannelId): Verb<void, State> =>
  (dispatch, state, { uploads }) => {
    for (const { id } of selectUploadsIn(state(), channelId)) uploads.drop(id);
    dispatch(filesTaken(channelId));
  };

/** Begins as many as may be on their way. */
const advance = (): Verb<void, State> => (dispatch, state) => {
  const all = Object.values(selectUploads(state()));
  const free = AT_ONCE - all.filter(({ status }) => status === 'sending').length;
  const next = all.filter(({ status }) => status === 'queued').slice(0, Math.max(0, free));
  for (const { id } of next) void dispatch(send(id));
};

const send =
  (id: string): Verb<Promise<void>, State> =>
  async (dispatch, state, { api, uploads }) => {
    const file = uploads.file(id);
    const alt = selectUploads(state())[id]?.alt ?? '';
    if (!file) return;
    dispatch(uploadBegun(id));
    const signal = uploads.begin(id);
    const form = new FormData();
    if (alt !== '') form.append('alt', alt);
    form.append('file', file, file.name);
    const onProgress = (part: number): void => {
      if (!signal.aborted) dispatch(uploadMoved({ id, part }));
    };
    try {
      const attachment = await api.upload<Attachment>({
        path: '/attachments',
        form,
        onProgress,
        signal,
      });
      if (!signal.aborted) dispatch(uploadEnded({ id, attachment }));
    } catch (error) {
      if (!signal.aborted) dispatch(uploadFailed({ id, reason: explain(error).text }));
    }
    dispatch(advance());
  };
