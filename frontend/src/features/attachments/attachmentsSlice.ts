/** Files on their way to a message that is being written. */
import { createSelector, createSlice, type PayloadAction } from '@reduxjs/toolkit';
import type { Attachment, ChannelId } from '../../protocol';
import { sessionEnded } from '../../services/events';

/** A file somebody chose. */
export interface Upload {
  id: string;
  channelId: ChannelId;
  name: string;
  sizeBytes: number;
  /** What it shows, for those who do not see it. */
  alt: string;
  /** An address of this window that shows it. */
  preview: string | null;
  status: 'queued' | 'sending' | 'ready' | 'failed';
  /** How much of it is there, from 0 to 1. */
  part: number;
  /** Why it did not arrive. */
  reason: string | null;
  /** What the server made of it, once it has it. */
  attachment: Attachment | null;
}

/** Files that the server has already, by channel: what is kept over a reload. */
export type Ready = Record<ChannelId, Attachment[]>;

interface AttachmentsState {
  /** In the order they were chosen. */
  uploads: Record<string, Upload>;
}

const initialState: AttachmentsState = { uploads: {} };

/** A file as it was chosen. */
export type Chosen = Pick<Upload, 'id' | 'channelId' | 'name' | 'sizeBytes' | 'preview'>;

const slice = createSlice({
  name: 'attachments',
  initialState,
  reducers: {
    filesChosen: ({ uploads }, { payload }: PayloadAction<Chosen[]>) => {
      for (const chosen of payload) {
        const rest = { alt: '', part: 0, reason: null, attachment: null };
        uploads[chosen.id] = { ...chosen, ...rest, status: 'queued' };
      }
    },
    uploadBegun: ({ uploads }, { payload }: PayloadAction<string>) => {
      const upload = uploads[payload];
      if (upload) Object.assign(upload, { status: 'sending', part: 0, reason: null });
    },
    uploadMoved: (
      { uploads },
      { payload: { id, part } }: PayloadAction<{ id: string; part: number }>,
    ) => {
      const upload = uploads[id];
      if (upload?.status === 'sending') upload.part = part;
    },
    uploadEnded: (
      { uploads },
      { payload: { id, attachment } }: PayloadAction<{ id: string; attachment: Attachment }>,
    ) => {
      const upload = uploads[id];
      if (upload) Object.assign(upload, { status: 'ready', part: 1, attachment });
    },
    uploadFailed: (
      { uploads },
      { payload: { id, reason } }: PayloadAction<{ id: string; reason: string }>,
    ) => {
      const upload = uploads[id];
      if (upload) Object.assign(upload, { status: 'failed', reason });
    },
    /** Once more, from the beginning. */
    uploadRetried: ({ uploads }, { payload }: PayloadAction<string>) => {
      const upload = uploads[payload];
      if (upload) Object.assign(upload, { status: 'queued', reason: null });
    },
    /** A description goes with the file, so the file is sent again with it. */
    altGiven: (
      { uploads },
      { payload: { id, alt } }: PayloadAction<{ id: string; alt: string }>,
    ) => {
      const upload = uploads[id];
      if (upload && upload.alt !== alt) {
        Object.assign(upload, { alt, status: 'queued', reason: null, attachment: null });
      }
    },
    fileDropped: ({ uploads }, { payload }: PayloadAction<string>) => {
      delete uploads[payload];
    },
    /** They went with a message. */
    filesTaken: ({ uploads }, { payload }: PayloadAction<ChannelId>) => {
      for (const { id, channelId } of Object.values(uploads)) {
        if (channelId === payload) delete uploads[id];
      }
    },
    /** After a reload: the server has these, and they wait for their message. */
    filesRestored: ({ uploads }, { payload }: PayloadAction<Ready>) => {
      for (const [channelId, attachments] of Object.entries(payload)) {
        for (const attachment of attachments) {
          const { id, filename: name, sizeBytes, alt = '' } = attachment;
          const rest = { status: 'ready', part: 1, reason: null, preview: null } as const;
          uploads[id] ??= { id, channelId, name, sizeBytes, alt, attachment, ...rest };
        }
      }
    },
  },
  extraReducers: (builder) => {
    builder.addCase(sessionEnded, () => initialState);
  },
  selectors: { selectAll: (state) => state.uploads },
});

export const attachmentsReducer = slice.reducer;
export const {
  filesChosen,
  uploadBegun,
  uploadMoved,
  uploadEnded,
  uploadFailed,
  uploadRetried,
  altGiven,
  fileDropped,
  filesTaken,
  filesRestored,
} = slice.actions;
export const { selectAll: selectUploads } = slice.selectors;

/** The files for a message in a channel. */
export const selectUploadsIn = createSelector(
  [selectUploads, (_state, channelId: ChannelId) => channelId],
  (uploads, channelId) => Object.values(uploads).filter((each) => each.channelId === channelId),
);

/** What is worth keeping over a reload. */
export const selectReady = createSelector([selectUploads], (uploads): Ready => {
  const ready: Ready = {};
  for (const { channelId, attachment } of Object.values(uploads)) {
    if (attachment) (ready[channelId] ??= []).push(attachment);
  }
  return ready;
});
