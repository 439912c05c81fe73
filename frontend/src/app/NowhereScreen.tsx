/** An address that leads to nothing. */
import { Empty } from '../ui/Empty';

/** Says so, and shows the way back. */
export function NowhereScreen() {
  return (
    <main className="opening">
      <Empty title="There is nothing here" actions={<a href="/">Go to the start</a>}>
        The address may be mistyped, or what was here is gone.
      </Empty>
    </main>
  );
}
