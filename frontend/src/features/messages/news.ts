/** Where the line stands under which everything is new, and when it moves. */

/** How somebody stands in a channel. */
export interface Standing {
  /** Up to here they have read. */
  read: number;
  /** The newest message. */
  last: number;
  /** Whether they look at this window. */
  attending: boolean;
  /** Whether the newest is in sight. */
  atEnd: boolean;
}

/** The line, and what it was drawn from. */
export interface News {
  /** The line stands after this; `null` = there is none. */
  after: number | null;
  read: number;
}

/** A channel was opened. */
export function newsAt({ read, last }: Standing): News {
  return { after: last > read ? read : null, read };
}

/**
 * Something changed. While somebody reads, the line stays where it is; what comes while they look
 * elsewhere is new when they look again. Gives the same object where nothing is different.
 */
export function follow(news: News, { read, last, attending, atEnd }: Standing): News {
  let { after } = news;
  // Somebody said "unread from here".
  if (read < news.read) after = read;
  else if (!attending) after = last > read ? read : null;
  else if (after === null && last > read && !atEnd) after = read;
  return after === news.after && read === news.read ? news : { after, read };
}

/** "I have seen it all." */
export function dismissed(news: News): News {
  return { ...news, after: null };
}
