/** Between avatars and whoever knows the pictures of people and spaces. */
import { createContext } from 'react';

/** What avatars ask. */
export interface Pictures {
  /** Where the picture of this person or space can be read; `null` = draw initials. */
  of: (id: string) => string | null;
  /** It could not be read there. */
  failed: (id: string) => void;
}

export const PicturesContext = createContext<Pictures>({ of: () => null, failed: () => undefined });
