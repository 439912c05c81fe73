import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Provider } from 'react-redux';
import { App } from './app/App';
import { boot } from './app/boot';
import { Guard } from './app/Guard';
import { remembered } from './app/remembered';
import { askBeforeLeaving } from './app/router';
import { install } from './app/shell';
import { fetchSoon } from './app/soon';
import { languageOf, speakIn } from './app/speaking';
import { Spoken } from './app/Spoken';
import { createStore } from './app/store';
import { looksChosen } from './features/settings/settingsSlice';
import './ui/index.css';

const store = createStore();
store.dispatch(looksChosen(remembered.looks()));
void store.dispatch(boot());
// Not before the page is there: it must not wait for files that are only kept for later.
addEventListener('load', () => {
  void store.dispatch(install());
  fetchSoon();
});

askBeforeLeaving();
const root = document.querySelector('#root');
if (!root) throw new Error('index.html has no #root');
const draw = (): void => {
  createRoot(root).render(
    <StrictMode>
      <Provider store={store}>
        <Guard>
          <Spoken>
            <App />
          </Spoken>
        </Guard>
      </Provider>
    </StrictMode>,
  );
};
const language = languageOf(remembered.looks().language);
// English is here already. Without the words of another one, it is better than nothing.
if (language === 'en') draw();
else
  void speakIn(language)
    .catch(() => speakIn('en'))
    .then(draw);
