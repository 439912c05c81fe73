/** The colour of a role, beside its name. */

/** Grey where the role has none. */
export function Dot({ color }: { color: string | null }) {
  return (
    <span className="dot" style={color ? { backgroundColor: color } : {}} aria-hidden="true" />
  );
}
