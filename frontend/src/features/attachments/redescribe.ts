/** Describing what was sent. */
import type { Attachment, AttachmentId } from '../../protocol';
import type { Verb } from '../../services';

/** Says anew what one's own picture shows; nothing takes the description away. */
export const redescribe =
  (id: AttachmentId, alt: string): Verb<Promise<Attachment>> =>
  (_dispatch, _state, { api }) =>
    api.patch<Attachment>(`/attachments/${id}`, { alt: alt === '' ? null : alt });
