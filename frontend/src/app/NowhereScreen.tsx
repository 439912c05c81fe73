/** An address that leads to nothing. */
import { Empty } from '../ui/Empty';
import { words } from './words';

/** Says so, and shows the way back. */
export function NowhereScreen() {
  return (
    <main className="opening">
      <Empty title={words.thereIsNothingHere} actions={<a href="/">{words.goToStart}</a>}>
        {words.addressMayBeMistypedOr}
      </Empty>
    </main>
  );
}
