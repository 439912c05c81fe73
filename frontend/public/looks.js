// Runs before the first paint, so that nothing is shown as it is not wanted.
{
  const root = document.documentElement;
  // Which languages there are: the first that somebody reads, from right to left if it is written so.
  const languages = { en: 'ltr', ar: 'rtl' };
  try {
    Object.assign(root.dataset, JSON.parse(localStorage.getItem('parlor.looks') ?? '{}'));
  } catch {
    // Storage can be forbidden; then it looks as the system has it.
  }
  const wished = navigator.languages.map((tag) => tag.toLowerCase().split('-')[0]);
  root.lang =
    [root.dataset.language, ...wished].find((tag) => Object.hasOwn(languages, tag)) ?? 'en';
  root.dir = languages[root.lang];
  // What the system asks for, as words that a style can weigh against what was chosen here.
  const wishes = {
    contrast: matchMedia('(prefers-contrast: more)'),
    stillness: matchMedia('(prefers-reduced-motion: reduce)'),
  };
  const follow = () => {
    const words = Object.keys(wishes).filter((word) => wishes[word].matches);
    root.dataset.system = words.join(' ');
  };
  for (const wish of Object.values(wishes)) wish.addEventListener('change', follow);
  follow();
}
